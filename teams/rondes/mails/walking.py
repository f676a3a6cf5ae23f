"""Who hears that a round was not closed: first in line, at any hour, and only who can do something (E114).

The telephone of who leads and the links are secrets of the mail: they are filled in on the wire, and gone after it.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Beleid, Soort
from buurtpreventie.ui.dates import time_in_words
from teams.rondes.overdue import COORDINATOR, LOPERS, PIKET, useful_until

POLITIE = "0900-8844"
LINKS = {LOPERS: "rondes:thuis_link", COORDINATOR: "rondes:bellen_link"}


def key_of(ronde, step, whom=""):
    """Once per step and person, and anew for each new end."""
    return f"ronde_over:{ronde.pk}:{ronde.verlengd}:{step}:{whom}"


def mail_lopers(ronde, person, *, secret, moments, now):
    """Ask who walks along whether everybody is home."""
    tekst = _(
        "U loopt mee met een ronde van %(team)s. De ronde begon om %(begin)s en zou tot %(einde)s duren.\n\n"
        "Is iedereen thuis? Zeg het met 1 tik: {{link}}\n"
        "Loopt u nog? Kies daar hoeveel langer. U hoeft niet in te loggen.\n\n"
        "%(daarna)sHulp nodig? Bel 112."
    )
    return _queue(
        ronde,
        sleutel=key_of(ronde, LOPERS, person.pk),
        aan=person.email,
        onderwerp=_("Is iedereen thuis van uw ronde?"),
        tekst=tekst % (_facts(ronde) | {"daarna": _who_is_next(moments)}),
        geheim={"link": _link(LOPERS, secret)},
        now=now,
    )


def mail_coordinator(ronde, person, *, secret, help_sentence, now):
    """Ask who leads the team to ring; ``help_sentence`` says what to do when nobody answers."""
    tekst = _(
        "De ronde van %(team)s begon om %(begin)s en zou tot %(einde)s duren.\n"
        "Wij weten niet of iedereen thuis is.\n\n"
        "%(bel)s\n\n"
        "Zeg daarna met 1 tik hoe het is: {{link}}\n"
        "Ik bel ze, ik krijg niemand, of ze zijn thuis. U hoeft niet in te loggen.\n\n"
        "%(hulp)s\n"
        "Denkt u dat er gevaar is? Bel 112."
    )
    return _queue(
        ronde,
        sleutel=key_of(ronde, COORDINATOR, person.pk),
        aan=person.email,
        onderwerp=_("Bel nu: de ronde van %(team)s is niet afgesloten") % _facts(ronde),
        tekst=tekst % (_facts(ronde) | {"bel": _whom_to_ring(ronde), "hulp": help_sentence}),
        geheim={"link": _link(COORDINATOR, secret)} | _telefoon(ronde),
        now=now,
    )


def mail_piket(ronde, aan, *, asked, now):
    """Ask the piket of the gemeente to ring and to decide what is needed; ``asked``: a coordinator was mailed first."""
    tekst = _(
        "De ronde van %(team)s begon om %(begin)s en zou tot %(einde)s duren.\n"
        "Wij weten niet of iedereen thuis is. %(coordinator)s\n\n"
        "%(bel)s\n\n"
        "Krijgt u niemand? Bel de politie: %(politie)s. Denkt u dat er gevaar is? Bel 112.\n\n"
        "Welke teams nu buiten zijn, ziet u op Nu op straat: %(bord)s"
    )
    facts = _facts(ronde) | {
        "coordinator": _what_the_coordinator_found(ronde, asked),
        "bel": _whom_to_ring(ronde),
        "politie": POLITIE,
        "bord": settings.SITE_URL + reverse("rondes:op_straat"),
    }
    return _queue(
        ronde,
        sleutel=key_of(ronde, PIKET, aan.lower()),
        aan=aan,
        onderwerp=_("Bel nu: de ronde van %(team)s is niet afgesloten") % facts,
        tekst=tekst % facts,
        geheim=_telefoon(ronde),
        now=now,
    )


def help_in_words(net):
    """What a coordinator does who reaches nobody: the piket hears it by us, by telephone, or there is none."""
    if net.piket_hears_at:
        return _(
            "Krijgt u niemand? Zeg het met 1 tik. Dan krijgt het piket van de gemeente meteen een mail. "
            "Anders krijgt het piket die om %(tijd)s."
        ) % {"tijd": time_in_words(net.piket_hears_at)}
    if net.piket_telefoon:
        return _("Krijgt u niemand? Bel het piket van de gemeente: %(telefoon)s.") % {"telefoon": net.piket_telefoon}
    return _("Krijgt u niemand? Bel de gemeente: %(gemeente)s, of de politie: %(politie)s.") % {
        "gemeente": net.ronde.team.gemeente.buiten_openingstijd_telefoon,
        "politie": POLITIE,
    }


def _queue(ronde, *, sleutel, aan, onderwerp, tekst, geheim, now):
    return queue(
        sleutel=sleutel,
        soort=Soort.SPOED,
        aan=aan,
        onderwerp=onderwerp,
        tekst=tekst,
        bron=ronde.bron,
        gemeente_id=ronde.team.gemeente_id,
        now=now,
        beleid=Beleid.LIEVER_DUBBEL,
        geheim=geheim,
        verloopt_op=useful_until(ronde, now),
        antwoord_aan=ronde.team.gemeente.contact_email,
    )


def _facts(ronde):
    return {
        "team": ronde.team.naam,
        "begin": time_in_words(ronde.begin),
        "einde": time_in_words(ronde.verwacht_einde),
    }


def _link(step, secret):
    return settings.SITE_URL + reverse(LINKS[step], args=[secret])


def _telefoon(ronde):
    return {"telefoon": ronde.telefoon} if ronde.telefoon else {}


def _whom_to_ring(ronde):
    if ronde.telefoon:
        return _("Bel nu wie de ronde leidt: {{telefoon}}")
    return _("Wij hebben geen nummer van wie de ronde leidt. Bel iemand die meeloopt.")


def _who_is_next(moments):
    """Who hears it when nobody answers, and when; nothing when the team switched that off."""
    if COORDINATOR in moments:
        return _("Horen wij niets? Dan mailen wij om %(tijd)s uw coördinator.\n") % {
            "tijd": time_in_words(moments[COORDINATOR])
        }
    if PIKET in moments:
        return _("Horen wij niets? Dan mailen wij om %(tijd)s het piket van de gemeente.\n") % {
            "tijd": time_in_words(moments[PIKET])
        }
    return ""


def _what_the_coordinator_found(ronde, asked):
    if ronde.niemand_op:
        return _("De coördinator kreeg om %(tijd)s niemand te pakken.") % {"tijd": time_in_words(ronde.niemand_op)}
    if ronde.belt_op:
        return _("De coördinator belt sinds %(tijd)s.") % {"tijd": time_in_words(ronde.belt_op)}
    return _("De coördinator liet nog niets weten.") if asked else _("De coördinator kreeg geen mail.")
