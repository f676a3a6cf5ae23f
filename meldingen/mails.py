"""Who hears about a melding itself, and under which key; never a word of its contents."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Beleid, Soort
from buurtpreventie.ui.dates import day_in_words
from teams.clocks import daytime_from
from teams.teksten import tekst_van


def hears_by_mail(melding):
    """Whether the melder wants and can have mail about this melding."""
    return bool(melding.melder and melding.melder.email and melding.antwoord_via == AntwoordVia.MAIL)


def hears_online(melding):
    """Whether the melder can be told without anybody picking up a telephone: by mail, or on the own page."""
    online = melding.antwoord_via in (AntwoordVia.MAIL, AntwoordVia.APP)
    return bool(melding.melder and melding.melder.email and online)


def page_of(melding):
    """The address of the melder's own page."""
    return settings.SITE_URL + reverse("opvolging:mijn_melding", args=[melding.nummer])


def mail_melder(melding, *, sleutel, soort, onderwerp, tekst, now):
    """Queue a mail to the melder, by day; does nothing for somebody who does not want mail."""
    if not hears_by_mail(melding):
        return None
    return queue(
        sleutel=sleutel,
        soort=soort,
        aan=melding.melder.email,
        onderwerp=onderwerp,
        tekst=tekst
        + "\n\n"
        + _("Met vriendelijke groet,\nMeldpunt %(gemeente)s") % {"gemeente": melding.gemeente.naam},
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
        vanaf=daytime_from(now),
        antwoord_aan=melding.gemeente.meldpunt_email,
    )


def mail_ontvangen(melding, now):
    """Confirm that it came in, with both promises."""
    mail_melder(
        melding,
        sleutel=f"ontvangen:{melding.pk}",
        soort=Soort.BERICHT,
        onderwerp=_("Wij hebben uw melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=tekst_van(melding.gemeente, "mail_ontvangen", nummer=melding.nummer)
        + "\n\n"
        + _(
            "Uiterlijk %(reactie)s hoort u of iemand het oppakt.\n"
            "Uiterlijk %(antwoord)s krijgt u antwoord, of een nieuwe datum.\n\n"
            "Bekijk uw melding: %(link)s"
        )
        % {
            "reactie": day_in_words(melding.reageren_voor),
            "antwoord": day_in_words(melding.antwoord_voor),
            "link": page_of(melding),
        },
        now=now,
    )


def mail_opgepakt(melding, now):
    """Keep the first promise: somebody picked it up."""
    mail_melder(
        melding,
        sleutel=f"opgepakt:{melding.pk}:{melding.keer}",
        soort=Soort.BERICHT,
        onderwerp=_("Uw melding %(nummer)s is opgepakt") % {"nummer": melding.nummer},
        tekst=_(
            "Iemand van het meldpunt is met uw melding %(nummer)s bezig.\n\n"
            "Uiterlijk %(antwoord)s krijgt u antwoord, of een nieuwe datum.\n\n"
            "Bekijk uw melding: %(link)s"
        )
        % {
            "nummer": melding.nummer,
            "antwoord": day_in_words(melding.antwoord_voor),
            "link": page_of(melding),
        },
        now=now,
    )


def mail_nu_bellen(melding, now):
    """Tell the meldpunt at once about a melding with term 0 (spoed: also at night)."""
    queue(
        sleutel=f"nu_bellen:{melding.pk}",
        soort=Soort.TAAK,
        aan=melding.gemeente.meldpunt_email,
        onderwerp=_("Nu bellen: melding %(nummer)s") % {"nummer": melding.nummer},
        tekst=_("Er is een melding die vandaag nog actie vraagt.\n\n%(link)s")
        % {"link": settings.SITE_URL + reverse("opvolging:dossier", args=[melding.nummer])},
        bron=f"melding:{melding.pk}",
        gemeente_id=melding.gemeente_id,
        now=now,
        beleid=Beleid.LIEVER_DUBBEL,
    )


# --- beside a melding: to one person, and never what it was about -----------------------------


def mail_volunteer(person, gemeente, *, sleutel, bron, onderwerp, tekst, now):
    """Queue a mail to a volunteer, by day; None for somebody who does not want mail."""
    if not person.email or not person.is_active or person.antwoord_via != AntwoordVia.MAIL:
        return None
    return queue(
        sleutel=sleutel,
        soort=Soort.BERICHT,
        aan=person.email,
        onderwerp=onderwerp,
        tekst=tekst + "\n\n" + _("Met vriendelijke groet,\nMeldpunt %(gemeente)s") % {"gemeente": gemeente.naam},
        bron=bron,
        gemeente_id=gemeente.pk,
        now=now,
        vanaf=daytime_from(now),
        antwoord_aan=gemeente.meldpunt_email,
    )


def mail_even_aanzien(kijk, now):
    """Two weeks are over: how is it now? (E128)"""
    link = settings.SITE_URL + reverse("meldingen:even_aanzien_vraag", args=[kijk.sleutel])
    return mail_volunteer(
        kijk.wie,
        kijk.gemeente,
        sleutel=f"even_aanzien:{kijk.pk}",
        bron=f"even_aanzien:{kijk.pk}",
        onderwerp=_("Hoe is het nu?"),
        tekst=_("U wilde iets even aanzien. Hoe is het nu?\n\nGeef antwoord met 1 tik: %(link)s") % {"link": link},
        now=now,
    )


def mail_niet_bereikt(overleg, now):
    """Three times nobody answered: the volunteer hears it, and can ask again."""
    gemeente = overleg.gemeente
    facts = {
        "telefoon": gemeente.meldpunt_telefoon,
        "link": settings.SITE_URL + reverse("meldingen:overleg_vragen"),
    }
    return mail_volunteer(
        overleg.wie,
        gemeente,
        sleutel=f"niet_bereikt:{overleg.pk}",
        bron=overleg.bron,
        onderwerp=_("Wij kregen u niet te pakken"),
        tekst=_(
            "U wilde gebeld worden. Wij belden u 3 keer en kregen u niet te pakken.\n\n"
            "Wilt u nog overleggen? Bel het meldpunt: %(telefoon)s.\n"
            "Of vraag opnieuw of wij u bellen: %(link)s"
        )
        % facts,
        now=now,
    )
