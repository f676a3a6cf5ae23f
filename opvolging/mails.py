"""Who hears about the follow-up, and under which key: number, date and link, never a person or an address."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.encryption import blind_index
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Beleid, Soort
from buurtpreventie.ui.dates import day_in_words
from meldingen.mails import mail_melder, page_of
from opvolging.models import Opvolging
from teams.models import Niveau


def link_of(secret):
    """The address of a partner's link."""
    return settings.SITE_URL + reverse("opvolging:link", args=[secret])


def dossier_of(melding):
    return settings.SITE_URL + reverse("opvolging:dossier", args=[melding.nummer])


def describe(melding):
    """One line that a mail may hold: number, and kind and buurt as far as the level allows."""
    if melding.vertrouwelijkheid >= Niveau.V3:
        return melding.nummer
    if melding.vertrouwelijkheid == Niveau.V2:
        return f"{melding.nummer}, {melding.buurt.naam}"
    return f"{melding.nummer}, {melding.categorie.get_soort_display()}, {melding.buurt.naam}"


def vraag_text(opvolging, contact=None):
    """The mail of an ask as the partner, or a deputy, gets it, with the place of the link; also the preview (E145)."""
    gemeente, asker = opvolging.melding.gemeente, opvolging.gevraagd_door
    return _(
        "Beste %(naam)s,\n\n"
        "Een buurtprevent gaf iets door: %(melding)s.\n"
        "Wilt u dit oppakken? Laat het uiterlijk %(datum)s weten.\n\n"
        "Bekijk de vraag: {{link}}\n"
        "U hebt geen account nodig.\n\n"
        "Liever bellen of deze mail beantwoorden? Dat is ook goed.\n"
        "%(vrager)s, Meldpunt %(gemeente)s, %(telefoon)s"
    ) % {
        "naam": (contact or opvolging.contact).naam,
        "melding": describe(opvolging.melding),
        "datum": day_in_words(opvolging.uiterlijk),
        "vrager": asker.naam if asker else _("Het meldpunt"),
        "gemeente": gemeente.naam,
        "telefoon": gemeente.meldpunt_telefoon,
    }


def vraag_subject(opvolging):
    return _("Wilt u dit oppakken? %(melding)s") % {"melding": describe(opvolging.melding)}


def mail_vraag(toegang, now):
    """Ask the partner; better twice than not at all."""
    opvolging = toegang.opvolging
    return queue(
        sleutel=f"vraag:{opvolging.pk}:{toegang.pk}",
        soort=Soort.VRAAG,
        aan=toegang.email,
        onderwerp=vraag_subject(opvolging),
        tekst=vraag_text(opvolging, toegang.contact),
        bron=opvolging.bron,
        gemeente_id=opvolging.melding.gemeente_id,
        now=now,
        beleid=Beleid.LIEVER_DUBBEL,
        geheim={"link": link_of(toegang.geheim)},
        antwoord_aan=opvolging.melding.gemeente.meldpunt_email,
    )


def mail_ingetrokken(opvolging, now):
    """Tell who was asked that nothing is asked any more."""
    for toegang in opvolging.toegangen.all():
        queue(
            sleutel=f"ingetrokken:{opvolging.pk}:{toegang.pk}",
            soort=Soort.BERICHT,
            aan=toegang.email,
            onderwerp=_("Niet meer nodig: %(nummer)s") % {"nummer": opvolging.melding.nummer},
            tekst=_("De vraag over %(nummer)s is ingetrokken. U hoeft niets meer te doen. Dank u wel.")
            % {"nummer": opvolging.melding.nummer},
            bron=f"melding:{opvolging.melding_id}",
            gemeente_id=opvolging.melding.gemeente_id,
            now=now,
            antwoord_aan=opvolging.melding.gemeente.meldpunt_email,
        )


def _mail_meldpunt(melding, *, sleutel, onderwerp, tekst, now):
    """To the handler, else to the desk."""
    handler = melding.behandelaar
    return queue(
        sleutel=sleutel,
        soort=Soort.TAAK,
        aan=(handler and handler.email) or melding.gemeente.meldpunt_email,
        onderwerp=onderwerp,
        tekst=tekst + "\n\n" + dossier_of(melding),
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
    )


def mail_terug_bij_meldpunt(opvolging, now, versie=1):
    """The partner answered or handed back: the handler is next."""
    melding = opvolging.melding
    _mail_meldpunt(
        melding,
        sleutel=f"terug:{opvolging.pk}:{opvolging.stand}:{versie}",
        onderwerp=_("%(partner)s gaf antwoord: %(nummer)s")
        % {"partner": opvolging.partner.naam, "nummer": melding.nummer},
        tekst=_("%(partner)s heeft de vraag %(stand)s.")
        % {"partner": opvolging.partner.naam, "stand": opvolging.get_stand_display().lower()},
        now=now,
    )


def mail_bevroren(toegang, now):
    """Ten wrong codes: the handler hears it, and who was asked cannot get in until there is a new link."""
    ask = toegang.opvolging
    _mail_meldpunt(
        ask.melding,
        sleutel=f"bevroren:{toegang.pk}",
        onderwerp=_("Link geblokkeerd: %(nummer)s") % {"nummer": ask.melding.nummer},
        tekst=_(
            "De link voor %(partner)s staat dicht. Iemand vulde tien keer een verkeerde code in.\n"
            "Bel de partner en vraag of die het zelf was. Stuur daarna een nieuwe link."
        )
        % {"partner": ask.partner.naam},
        now=now,
    )


def code_subject(toegang):
    return _("Uw code voor melding %(nummer)s") % {"nummer": toegang.opvolging.melding.nummer}


def code_text(toegang):
    """The mail with the six digits; they fit in any browser in which the link was opened."""
    gemeente = toegang.opvolging.melding.gemeente
    return _(
        "Uw code is {{code}}\n\n"
        "Vul de code in op de pagina van de vraag. De code werkt een kwartier.\n"
        "Vroeg u geen code? Dan hoeft u niets te doen. Geef de code aan niemand.\n\n"
        "Meldpunt %(gemeente)s, %(telefoon)s"
    ) % {"gemeente": gemeente.naam, "telefoon": gemeente.meldpunt_telefoon}


def list_prefix(email, day):
    """How the keys of the lists to one address on one day begin."""
    return f"lijst:{blind_index('lijst', email)[:20]}:{day}:"


def mail_lijst(gemeente, email, accesses, *, sleutel, now):
    """The list of all open asks that this address asked for."""
    tekst, geheim = digest_text(gemeente, [], accesses, opening=_("Deze vragen staan bij u open."))
    return queue(
        sleutel=sleutel,
        soort=Soort.BERICHT,
        aan=email,
        onderwerp=_("Wat bij u openstaat (%(aantal)s)") % {"aantal": len(accesses)},
        tekst=tekst,
        bron=f"lijst:{gemeente.pk}",
        gemeente_id=gemeente.pk,
        now=now,
        geheim=geheim,
        antwoord_aan=gemeente.meldpunt_email,
    )


def mail_oordeel(antwoord, melding, now):
    """A verdict that asks for something goes to the handler, once; the words stand in the dossier."""
    _mail_meldpunt(
        melding,
        sleutel=f"oordeel:{antwoord.pk}",
        onderwerp=_("De melder reageerde op het antwoord: %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("Reactie van de melder: %(oordeel)s.") % {"oordeel": antwoord.get_oordeel_display()},
        now=now,
    )


def mail_antwoord(antwoord, now):
    """There is an answer; it is read on the page, not in the mail."""
    melding = antwoord.melding
    mail_melder(
        melding,
        sleutel=f"antwoord:{melding.pk}:{antwoord.keer}:{antwoord.pk}",
        soort=Soort.ANTWOORD,
        onderwerp=_("Er is antwoord op uw melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("Er is antwoord op uw melding %(nummer)s.\n\nLees het antwoord: %(link)s")
        % {"nummer": melding.nummer, "link": page_of(melding)},
        now=now,
    )


def mail_tussenbericht(bericht, now):
    melding = bericht.melding
    mail_melder(
        melding,
        sleutel=f"tussenbericht:{bericht.pk}",
        soort=Soort.TUSSENBERICHT,
        onderwerp=_("Bericht over uw melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("Er is een bericht over uw melding %(nummer)s.\n\nLees het bericht: %(link)s")
        % {"nummer": melding.nummer, "link": page_of(melding)},
        now=now,
    )


def digest_subject(due, accesses):
    """To a partner never "te laat" (formulieren, "Answers to the melder")."""
    if accesses:
        return _("De buurtprevent wacht op antwoord (%(aantal)s)") % {"aantal": len(accesses)}
    return _("Vandaag nodig: %(aantal)s") % {"aantal": len(due)}


def digest_text(gemeente, due, accesses, opening=""):
    """The one mail of the day to one address, and the secrets that fill its links."""
    paragraphs, geheim = [], {}
    if accesses:
        paragraphs.append(opening or _("Deze vragen staan bij u open. De buurtprevent wacht op antwoord."))
        for n, (ask, toegang) in enumerate(accesses, start=1):
            paragraphs.append(f"{describe(ask.melding)}\n{_graag(ask)}\n{_link_line(toegang, n, geheim)}")
        paragraphs.append(_("Liever bellen of deze mail beantwoorden? Dat is ook goed."))
    paragraphs += [line for line in map(_desk_line, due) if line]
    paragraphs.append(f"Meldpunt {gemeente.naam}, {gemeente.meldpunt_telefoon}")
    return "\n\n".join(paragraphs), geheim


def _link_line(toegang, n, geheim):
    """The place of a link, or what to do when the link was closed after ten wrong codes."""
    if toegang.bevroren_op:
        return _("Uw link staat dicht. Bel ons.")
    geheim[f"link{n}"] = link_of(toegang.geheim)
    return f"{{{{link{n}}}}}"


def _graag(ask):
    return _("Graag uiterlijk %(datum)s.") % {"datum": day_in_words(ask.uiterlijk)}


def _desk_line(due):
    """What the meldpunt, a handler or the gemeente's contact reads about one step."""
    if due.rol in ("meldpunt", "gemeente"):
        ask: Opvolging = due.subject
        facts = {
            "partner": ask.partner.naam,
            "nummer": ask.melding.nummer,
            "datum": day_in_words(ask.uiterlijk),
        }
        waits = _("%(partner)s gaf nog geen antwoord over %(nummer)s (gevraagd voor %(datum)s).") % facts
        return f"{waits}\n{dossier_of(ask.melding)}" if due.rol == "meldpunt" else waits
    if due.rol == "behandelaar":
        melding = due.subject
        facts = {"nummer": melding.nummer, "datum": day_in_words(melding.wakes_on)}
        return _("De melder van %(nummer)s hoort uiterlijk %(datum)s van u.") % facts + f"\n{dossier_of(melding)}"
    return ""
