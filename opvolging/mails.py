"""Who hears about the follow-up, and under which key: number, date and link, never a person or an address."""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.encryption import blind_index
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Beleid, Soort
from buurtpreventie.ui.dates import MONTHS, day_in_words, time_in_words
from meldingen.mails import mail_melder, page_of
from meldingen.models import Overleg
from opvolging.models import Bezorging, Ingelicht, Opvolging
from teams.clocks import daytime_from
from teams.models import Niveau
from teams.models import Soort as MeldingSoort
from teams.teksten import tekst_van

PLACE = "hier"  # where the secret stands in the address of a link


def link_of(secret):
    """The address of a partner's link."""
    return settings.SITE_URL + _path_of_links().replace(PLACE, secret)


@cache
def _path_of_links():
    """Asked once: the mail of the day may hold thousands."""
    return reverse("opvolging:link", args=[PLACE])


def dossier_of(melding):
    return settings.SITE_URL + reverse("opvolging:dossier", args=[melding.nummer])


def describe(melding):
    """One line that a mail may hold: number, and kind and buurt as far as the level allows."""
    if melding.vertrouwelijkheid >= Niveau.V3:
        return melding.nummer
    if melding.vertrouwelijkheid == Niveau.V2:
        return f"{melding.nummer}, {melding.buurt.naam}"
    return f"{melding.nummer}, {MeldingSoort(melding.categorie.soort).label}, {melding.buurt.naam}"


def vraag_text(opvolging, contact=None):
    """The mail of an ask as the partner, or a deputy, gets it, with the place of the link; also the preview (E145)."""
    gemeente, asker = opvolging.melding.gemeente, opvolging.gevraagd_door
    return _(
        "Beste %(naam)s,\n\n"
        "%(begin)s\n\n"
        "Bekijk de vraag: {{link}}\n"
        "U hebt geen account nodig.\n\n"
        "Liever bellen of deze mail beantwoorden? Dat is ook goed.\n"
        "%(vrager)s, Meldpunt %(gemeente)s, %(telefoon)s"
    ) % {
        "naam": (contact or opvolging.contact).naam,
        "begin": tekst_van(
            gemeente, "mail_partner", melding=describe(opvolging.melding), datum=day_in_words(opvolging.uiterlijk)
        ),
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


def mail_alarm(melding, stap, rol, aan, now):
    """Nobody took up a melding of "nu bellen": better rung twice than not at all; says nothing of what it is about."""
    return queue(
        sleutel=f"alarm:{melding.pk}:{melding.keer}:{stap}:{rol}",
        soort=Soort.TAAK,
        aan=aan,
        onderwerp=_("Nu bellen, nog door niemand opgepakt: %(nummer)s") % {"nummer": melding.nummer},
        tekst=_(
            "Melding %(nummer)s kwam binnen op %(dag)s om %(tijd)s en vraagt vandaag actie.\n"
            "Nog niemand heeft de melding opgepakt.\n\n%(link)s"
        )
        % {
            "nummer": melding.nummer,
            "dag": day_in_words(melding.gemeld_op),
            "tijd": time_in_words(melding.gemeld_op),
            "link": dossier_of(melding),
        },
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
        beleid=Beleid.LIEVER_DUBBEL,
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
        wanted = {day: _graag(day) for day in {ask.uiterlijk for ask, _toegang in accesses}}
        for n, (ask, toegang) in enumerate(accesses, start=1):
            paragraphs.append(f"{describe(ask.melding)}\n{wanted[ask.uiterlijk]}\n{_link_line(toegang, n, geheim)}")
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


def _graag(day):
    return _("Graag uiterlijk %(datum)s.") % {"datum": day_in_words(day)}


def _desk_line(due):
    """What the meldpunt, a handler or the gemeente's contact reads about one step."""
    if isinstance(due.subject, Overleg):
        link = settings.SITE_URL + reverse("opvolging:overleg", args=[due.subject.pk])
        facts = {"dag": day_in_words(due.subject.bellen_voor)}
        return _("Iemand wacht tot u belt, uiterlijk %(dag)s.") % facts + f"\n{link}"
    if isinstance(due.subject, Opvolging) and due.rol == "behandelaar":
        ask = due.subject
        facts = {"partner": ask.partner.naam, "nummer": ask.melding.nummer}
        return _("Vandaag hoort u terug van %(partner)s over %(nummer)s.") % facts + f"\n{dossier_of(ask.melding)}"
    if isinstance(due.subject, Bezorging):
        facts = {"nummer": due.subject.melding.nummer, "datum": day_in_words(due.subject.voor)}
        waits = _("De melder van %(nummer)s wacht op een bericht. Vertel het uiterlijk %(datum)s.") % facts
        return f"{waits}\n{settings.SITE_URL}{reverse('opvolging:bezorging', args=[due.subject.pk])}"
    if due.rol in ("meldpunt", "gemeente"):
        ask: Opvolging = due.subject
        facts = {
            "partner": ask.partner.naam,
            "nummer": ask.melding.nummer,
            "datum": day_in_words(ask.uiterlijk),
        }
        waits = _("%(partner)s gaf nog geen antwoord over %(nummer)s (gevraagd voor %(datum)s).") % facts
        return f"{waits}\n{dossier_of(ask.melding)}" if due.rol == "meldpunt" else waits
    if isinstance(due.subject, Ingelicht):
        melding = due.subject.melding
        facts = {"nummer": melding.nummer, "datum": day_in_words(due.subject.uiterlijk)}
        knows = _("Weet de bewoner het al? Over %(nummer)s was afgesproken: uiterlijk %(datum)s.") % facts
        return f"{knows}\n{dossier_of(melding)}" if due.rol == "behandelaar" else knows
    if due.rol == "behandelaar":
        melding = due.subject
        facts = {"nummer": melding.nummer, "datum": day_in_words(melding.wakes_on)}
        return _("De melder van %(nummer)s hoort uiterlijk %(datum)s van u.") % facts + f"\n{dossier_of(melding)}"
    return ""


def mail_seintje(seintje, now):
    """A coordinator asks how it stands: to the handler, else to the desk."""
    melding = seintje.melding
    _mail_meldpunt(
        melding,
        sleutel=f"seintje:{seintje.pk}",
        onderwerp=_("Een team vraagt hoe het staat: %(nummer)s") % {"nummer": melding.nummer},
        tekst=_(
            "De coördinator van het team vraagt hoe het staat met melding %(nummer)s.\n"
            "Laat de melder weten hoe het ervoor staat. Dan ziet de coördinator dat er nieuws is."
        )
        % {"nummer": melding.nummer},
        now=now,
    )


def mail_teambericht(bericht, gebruiker, now):
    """The message of the month stands ready; by day. 1 when it was queued."""
    team = bericht.team
    page = reverse("opvolging:team_bericht", args=[team.pk, bericht.maand.year, bericht.maand.month])
    queued = queue(
        sleutel=f"teambericht:{bericht.pk}:{gebruiker.pk}",
        soort=Soort.BERICHT,
        aan=gebruiker.email,
        onderwerp=_("Dit heeft uw team bereikt in %(maand)s") % {"maand": MONTHS[bericht.maand.month - 1]},
        tekst=_(
            "Beste %(naam)s,\n\n"
            "Er staat een bericht klaar voor %(team)s: wat er met de meldingen van vorige maand is gedaan.\n"
            "U kunt het doorsturen of afdrukken voor uw team.\n\n"
            "Lees het bericht: %(link)s\n\n"
            "Met vriendelijke groet,\nMeldpunt %(gemeente)s"
        )
        % {"naam": gebruiker.naam, "team": team.naam, "link": settings.SITE_URL + page, "gemeente": team.gemeente.naam},
        bron=f"team:{team.pk}",
        gemeente_id=team.gemeente_id,
        now=now,
        vanaf=daytime_from(now),
        antwoord_aan=team.gemeente.meldpunt_email,
    )
    return int(queued is not None)


def mail_wakker(melding, day, now):
    """The day came until which the handler waited."""
    return _mail_meldpunt(
        melding,
        sleutel=f"wakker:{melding.pk}:{day}",
        onderwerp=_("Kijk weer naar melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("U keek het even aan tot vandaag. Hoe is het nu? De melder hoort uiterlijk %(datum)s van u.")
        % {"datum": day_in_words(melding.antwoord_voor)},
        now=now,
    )


def mail_toegewezen(melding, door, now):
    """A colleague gave it to the new handler."""
    _mail_meldpunt(
        melding,
        sleutel=f"toegewezen:{melding.pk}:{melding.behandelaar_id}:{now:%Y%m%d%H%M%S}",
        onderwerp=_("Melding %(nummer)s is nu van u") % {"nummer": melding.nummer},
        tekst=_("%(naam)s gaf u deze melding. De melder hoort uiterlijk %(datum)s van u.")
        % {"naam": door.naam, "datum": day_in_words(melding.antwoord_voor)},
        now=now,
    )


def mail_vraag_aan_melder(vraag, now):
    """There is a question; it is read on the page, not in the mail."""
    melding = vraag.melding
    mail_melder(
        melding,
        sleutel=f"vraag_melder:{vraag.pk}",
        soort=Soort.BERICHT,
        onderwerp=_("Een vraag over uw melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_(
            "Wij hebben een vraag over uw melding %(nummer)s.\n\n"
            "Lees de vraag en geef antwoord: %(link)s\n\n"
            "Weet u het niet, of wilt u niet antwoorden? Dat is goed. Wij gaan dan verder zonder antwoord."
        )
        % {"nummer": melding.nummer, "link": page_of(melding)},
        now=now,
    )


def mail_antwoord_op_vraag(vraag, now):
    """The melder answered: the handler goes on."""
    melding = vraag.melding
    _mail_meldpunt(
        melding,
        sleutel=f"vraag_melder_antwoord:{vraag.pk}",
        onderwerp=_("De melder gaf antwoord op uw vraag: %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("Het antwoord van de melder staat bij de melding."),
        now=now,
    )


def mail_ga_verder(vraag, now):
    """Five working days without a word: go on with what there is; whether it was queued."""
    melding = vraag.melding
    return _mail_meldpunt(
        melding,
        sleutel=f"vraag_melder_verder:{vraag.pk}",
        onderwerp=_("Ga verder zonder antwoord: %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("De melder gaf in vijf werkdagen geen antwoord op uw vraag. Ga verder met wat u weet."),
        now=now,
    )


def mail_verlaging_gevraagd(verlaging, now):
    """Somebody at the desk has to agree to a lower level."""
    melding = verlaging.melding
    queue(
        sleutel=f"verlaging:{verlaging.pk}",
        soort=Soort.TAAK,
        aan=melding.gemeente.meldpunt_email,
        onderwerp=_("Wilt u meekijken? Melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_(
            "%(naam)s wil het niveau van een melding verlagen. "
            "Dat mag alleen als een tweede persoon het ermee eens is.\n\n%(link)s"
        )
        % {"naam": verlaging.gevraagd_door.naam, "link": dossier_of(melding)},
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
    )


def mail_verlaging_besloten(verlaging, now):
    """Who asked for it hears what the second person thinks."""
    melding = verlaging.melding
    words = _("%(naam)s is het eens. Het niveau is verlaagd.")
    if not verlaging.akkoord:
        words = _("%(naam)s is het niet eens. Het niveau blijft zoals het was.")
    queue(
        sleutel=f"verlaging_besloten:{verlaging.pk}",
        soort=Soort.TAAK,
        aan=verlaging.gevraagd_door.email or melding.gemeente.meldpunt_email,
        onderwerp=_("Besloten over het niveau: %(nummer)s") % {"nummer": melding.nummer},
        tekst=words % {"naam": verlaging.besloten_door.naam} + "\n\n" + dossier_of(melding),
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
    )


def mail_aanhouding_gevraagd(aanhouding, wissing, now):
    """Somebody at the desk has to agree before the day of the list, or the contents go."""
    melding = aanhouding.melding
    day = wissing and day_in_words(wissing.wissen_op)
    until = _("Is niemand het ermee eens? Dan wissen wij de inhoud op %(dag)s.") % {"dag": day} if day else ""
    queue(
        sleutel=f"aanhouding:{aanhouding.pk}",
        soort=Soort.TAAK,
        aan=melding.gemeente.meldpunt_email,
        onderwerp=_("Langer bewaren? Melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("%(naam)s wil een melding langer bewaren. Dat mag alleen als een tweede persoon het ermee eens is.")
        % {"naam": aanhouding.gevraagd_door.naam}
        + f" {until}\n\n{dossier_of(melding)}",
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
    )


def mail_verzoek(verzoek, now):
    """Tell the meldpunt that a resident asked about the own data: never who or what."""
    gemeente = verzoek.gemeente
    return queue(
        sleutel=f"verzoek:{verzoek.pk}",
        soort=Soort.TAAK,
        aan=gemeente.meldpunt_email,
        onderwerp=_("Een bewoner vraagt iets over eigen gegevens"),
        tekst=_(
            "Er is een verzoek van een bewoner. Het antwoord moet er zijn op %(dag)s.\n\n"
            "Stel vast wie de bewoner is en zoek daarna op wat er staat:\n%(link)s"
        )
        % {
            "dag": day_in_words(verzoek.uiterlijk),
            "link": settings.SITE_URL + reverse("opvolging:verzoek", args=[verzoek.pk]),
        },
        bron=f"verzoek:{verzoek.pk}",
        gemeente_id=gemeente.pk,
        now=now,
    )
