"""Who hears about a role, and under which key."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Soort
from buurtpreventie.ui.dates import date_in_words
from teams.clocks import daytime_from, local_date

NIEUWE_ROL = """Beste {voornaam},

{door} heeft u toegevoegd als {rol}.

Log in om te zien wat u kunt doen: {site}

Klopt dit niet? Antwoord dan op deze mail.

Met vriendelijke groet,
Buurtpreventie
"""


def queue_new_role(rij, rol, gemeente, *, actor, now):
    """To somebody who could sign in already: there is a role more. ``rij`` is the membership or the appointment."""
    gebruiker, bron = rij.gebruiker, f"{rij._meta.model_name}:{rij.pk}"
    return queue(
        sleutel=f"rol:{bron}",
        soort=Soort.BERICHT,
        aan=gebruiker.email,
        onderwerp="U hebt een rol erbij in Buurtpreventie",
        tekst=NIEUWE_ROL.format(
            voornaam=gebruiker.voornaam, door=actor.naam if actor else "De gemeente", rol=rol, site=settings.SITE_URL
        ),
        bron=bron,
        gemeente_id=gemeente.pk,
        antwoord_aan=gemeente.meldpunt_email,
        vanaf=daytime_from(now),
        now=now,
    )


SAMENGEVOEGD = """Beste {voornaam},

{oud} en {nieuw} gaan samen verder als {nieuw}. U hoort daar nu bij als {rol}.

Uw meldingen, uw aanmeldingen voor trainingen en uw bewijzen blijven zoals ze zijn.

Log in om uw team te zien: {site}

Klopt dit niet? Antwoord dan op deze mail.

Met vriendelijke groet,
Buurtpreventie
"""


def queue_merged(lid, oud, *, now):
    """To who was in a team that became part of another; ``lid`` is the new membership."""
    gebruiker, gemeente, bron = lid.gebruiker, lid.team.gemeente, f"lidmaatschap:{lid.pk}"
    return queue(
        sleutel=f"samengevoegd:{bron}",
        soort=Soort.BERICHT,
        aan=gebruiker.email,
        onderwerp="Uw buurtpreventieteam gaat samen met een ander team",
        tekst=SAMENGEVOEGD.format(
            voornaam=gebruiker.voornaam,
            oud=oud.naam,
            nieuw=lid.team.naam,
            rol=lid.get_rol_display().lower(),
            site=settings.SITE_URL,
        ),
        bron=bron,
        gemeente_id=gemeente.pk,
        antwoord_aan=gemeente.meldpunt_email,
        vanaf=daytime_from(now),
        now=now,
    )


# --- beheer -------------------------------------------------------------------------------------


def _queue_for_beheer(gemeente, *, sleutel, onderwerp, tekst, now):
    """To the gemeente's contact for the teams, once per key."""
    return queue(
        sleutel=sleutel,
        soort=Soort.TAAK,
        aan=gemeente.contact_email,
        onderwerp=onderwerp,
        tekst=tekst,
        bron=f"gemeente:{gemeente.pk}",
        gemeente_id=gemeente.pk,
        now=now,
        antwoord_aan=gemeente.meldpunt_email,
    )


def queue_agreement_ends(afspraak, gemeente, now):
    """Thirty days before an agreement ends (E032); another last day is told anew."""
    partner = afspraak.partner
    facts = {
        "partner": partner.naam,
        "soort": afspraak.get_soort_display().lower(),
        "dag": date_in_words(afspraak.geldig_tot, local_date(now)),
        "link": settings.SITE_URL + reverse("teams:afspraak", args=[partner.pk, afspraak.soort]),
    }
    return _queue_for_beheer(
        gemeente,
        sleutel=f"afspraak:{afspraak.pk}:{afspraak.geldig_tot}",
        onderwerp=_("Een afspraak loopt af: %(partner)s") % facts,
        tekst=_(
            "De afspraak met %(partner)s over %(soort)s loopt af op %(dag)s.\n"
            "Daarna gelden de termijnen van de categorie.\n\n"
            "Klopt de afspraak nog? Spreek een nieuwe datum af en vul die hier in: %(link)s"
        )
        % facts,
        now=now,
    )


def queue_absence(contact, gemeente, now):
    """Somebody is away and nobody stands in (E149); once per absence."""
    facts = {
        "naam": contact.naam,
        "partner": contact.partner.naam,
        "link": settings.SITE_URL + reverse("opvolging:beheer_partner", args=[contact.partner_id]),
    }
    return _queue_for_beheer(
        gemeente,
        sleutel=f"afwezig:{contact.pk}:{contact.afwezig_van}",
        onderwerp=_("Afwezig zonder vervanger: %(partner)s") % facts,
        tekst=_(
            "%(naam)s van %(partner)s is afwezig en er is geen vervanger.\n"
            "Vragen van het meldpunt blijven dan liggen. Kies een vervanger: %(link)s"
        )
        % facts,
        now=now,
    )


def queue_review(gemeente, number, year, now):
    """Once a year all agreements are looked over (E032)."""
    link = settings.SITE_URL + reverse("teams:partners")
    return _queue_for_beheer(
        gemeente,
        sleutel=f"afspraken_nakijken:{gemeente.pk}:{year}",
        onderwerp=_("Kloppen de afspraken met partners nog?"),
        tekst=_(
            "Een nieuw jaar. Loop de afspraken met partners na (%(aantal)s): "
            "contactpersoon, vervanger, termijnen en einddatum.\n\n%(link)s"
        )
        % {"aantal": number, "link": link},
        now=now,
    )
