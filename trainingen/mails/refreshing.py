"""Mail after the evening: a refresher, a certificate that has to be renewed, and what lapses in a team."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.outbox.models import Soort
from buurtpreventie.ui.dates import date_in_words
from teams.clocks import local_date
from trainingen.mails.facts import one_line, page, queue_mail


def bron_of_refreshers(person):
    """The cause of the refreshers of one person, so that they stop together."""
    return f"opfrissers:{person.pk}"


def refresher_key(inschrijving, maanden):
    """One refresher per evening and number of months."""
    return f"opfrisser:{inschrijving.pk}:{maanden}"


def mail_refresher(inschrijving, opfrisser, aan, *, now):
    """A short text some months after the evening, with the way to stop it."""
    sessie = inschrijving.sessie
    facts = {
        "titel": one_line(opfrisser.titel),
        "module": one_line(sessie.module.naam),
        "dag": date_in_words(sessie.dag, local_date(now)),
        "link": page("opfrisser", opfrisser.pk),
    }
    return queue_mail(
        sessie.gemeente,
        bron=bron_of_refreshers(inschrijving.gebruiker),
        sleutel=refresher_key(inschrijving, opfrisser.maanden),
        aan=aan,
        onderwerp=_("Nog even opfrissen: %(titel)s") % facts,
        tekst=_(
            "Op %(dag)s was u bij “%(module)s”. Weet u het nog?\n\n"
            "%(titel)s\nLees het in 1 minuut: %(link)s\n\n"
            "Wilt u deze mails niet meer? Op dezelfde bladzijde zet u ze uit met 1 tik."
        )
        % facts,
        now=now,
        soort=Soort.HERINNERING,
    )


def bron_of_lapses(person):
    """The cause of the mails about certificates of one person."""
    return f"bewijzen:{person.pk}"


LAPSE = "bewijs_vernieuwen:"


def lapse_key(bewijs):
    """One mail per certificate."""
    return f"{LAPSE}{bewijs.pk}"


def mail_lapse(bewijs, aan, *, now):
    """It can be renewed from now on, and until when it counts."""
    today = local_date(now)
    facts = {
        "soort": str(bewijs.get_soort_display()),
        "dag": date_in_words(bewijs.geldig_tot, today),
        "sinds": date_in_words(bewijs.gehaald_op, today),
        "link": page("mijn_bewijzen"),
    }
    return queue_mail(
        bewijs.gemeente,
        bron=bron_of_lapses(bewijs.gebruiker),
        sleutel=lapse_key(bewijs),
        aan=aan,
        onderwerp=_("Tijd om te vernieuwen: %(soort)s") % facts,
        tekst=_(
            "Uw bewijs “%(soort)s” is van %(sinds)s. Het telt nog tot %(dag)s.\n\n"
            "U kunt het nu vernieuwen. Vraag uw coördinator wanneer er een avond of cursus is.\n\n"
            "Bekijk uw bewijzen: %(link)s"
        )
        % facts,
        now=now,
        soort=Soort.HERINNERING,
    )


def digest_key(team, day, person):
    """One per team, month and person."""
    return f"bewijzen_maand:{team.pk}:{day:%Y-%m}:{person.pk}"


def mail_digest(team, person, aantal, *, now):
    """How many certificates of the team can be renewed now; whose is on the page, not in the mail."""
    facts = {"team": one_line(team.naam), "n": aantal, "link": page("dekking", team.pk)}
    return queue_mail(
        team.gemeente,
        bron=f"bewijzen_van_team:{team.pk}",
        sleutel=digest_key(team, local_date(now), person),
        aan=person.email,
        onderwerp=ngettext(
            "%(team)s: binnenkort verloopt %(n)d bewijs", "%(team)s: binnenkort verlopen %(n)d bewijzen", aantal
        )
        % facts,
        tekst=ngettext(
            "Van %(team)s verloopt in de komende maanden %(n)d bewijs.\n\nBekijk van wie: %(link)s",
            "Van %(team)s verlopen in de komende maanden %(n)d bewijzen.\n\nBekijk van wie: %(link)s",
            aantal,
        )
        % facts,
        now=now,
        soort=Soort.HERINNERING,
    )
