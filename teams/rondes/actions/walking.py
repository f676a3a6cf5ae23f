"""Under way: start with who is really there, stay longer, come home (E110, E114)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from buurtpreventie.ui.dates import time_in_words
from teams.clocks import local_date
from teams.models import Gemeente
from teams.rondes.actions.elsewhere import names_elsewhere, refused_when_elsewhere
from teams.rondes.actions.keys import own_key
from teams.rondes.actions.locking import locked_ronde, locked_team
from teams.rondes.actions.warning import join_open_warnings
from teams.rondes.models import RONDE_OVERGANGEN, Deelname, Ronde, RondeStand, Sleutel
from teams.rondes.names import member_ids
from teams.rondes.overdue import LONGEST, SHORTEST, start_from, start_until

LIEP_MEE, NIET_GEKOMEN = Deelname.Stand.LIEP_MEE, Deelname.Stand.NIET_GEKOMEN
ONE_MINUTE = timedelta(minutes=1)


def advance(ronde, stand):
    """Move a locked round to another stand, not saved yet; refused when that is no way to go."""
    if stand not in RONDE_OVERGANGEN[RondeStand(ronde.stand)]:
        raise RefusedAction(
            _("Deze ronde staat op “%(stand)s”. Dat kan nu niet meer.") % {"stand": ronde.get_stand_display()}
        )
    ronde.stand = stand


# --- start --------------------------------------------------------------------------------------


@transaction.atomic
def start_ronde(
    *,
    team,
    deelnemers,
    leider,
    verwacht_einde,
    telefoon,
    gasten=(),
    ronde=None,
    route=None,
    sleutel=None,
    actor,
    now,
):
    """Go out with who is really there; ``gasten`` are pairs of kind and first name.

    Started twice (the same plan, the same ``sleutel``, or by who is out already) is one round: the running one.
    """
    Gemeente.objects.select_for_update(no_key=True).get(pk=team.gemeente_id)  # who warns now sees this round
    team = locked_team(team)
    ronde = locked_ronde(ronde) if ronde else None
    if running := _running(team, ronde, sleutel, actor):
        return running
    deelnemers = _locked_people(deelnemers)
    _check_start(team, ronde, route, deelnemers, leider, now)
    _check_end(verwacht_einde, now)
    ronde = ronde or _new_ronde(team, sleutel, actor, now)
    ronde.stand, ronde.begin, ronde.verwacht_einde = RondeStand.BEZIG, now, verwacht_einde
    ronde.leider, ronde.telefoon, ronde.route = leider, telefoon, route or ronde.route
    ronde.save()
    _write_who_walks(ronde, deelnemers, gasten, now)
    join_open_warnings(ronde, now=now)
    record("ronde.gestart", ronde, actor=actor, now=now, lopers=len(deelnemers), gasten=len(gasten))
    return ronde


def _locked_people(people):
    """Everybody once, held: a person goes out with one team after the other."""
    rows = Gebruiker.objects.select_for_update(no_key=True).filter(pk__in={persoon.pk for persoon in people})
    return list(rows.order_by("pk"))


def _running(team, ronde, sleutel, actor):
    """The round that this same start made before, if there is one."""
    if ronde:
        return ronde if ronde.stand == RondeStand.BEZIG else None
    own = Ronde.objects.filter(team=team)
    if sleutel and (made := own.filter(sleutel=sleutel).first()):
        return made
    mine = Deelname.objects.walked().filter(gebruiker=actor, ronde__stand=RondeStand.BEZIG)
    return own.filter(pk__in=mine.values("ronde")).first()


def _new_ronde(team, sleutel, actor, now):
    """A round without a plan."""
    return Ronde(team=team, sleutel=own_key(sleutel), aangemaakt_door=actor, aangemaakt_op=now)


def _check_start(team, ronde, route, deelnemers, leider, now):
    if ronde:
        _check_planned(ronde, now)
    if not deelnemers:
        raise RefusedAction(_("Kies wie er meelopen."))
    if leider not in deelnemers:
        raise RefusedAction(_("Wie de ronde leidt, loopt zelf mee. Kies iemand die meeloopt."))
    if {persoon.pk for persoon in deelnemers} - member_ids(team, local_date(now)):
        raise RefusedAction(_("Iemand die u koos, is geen lid van dit team meer. Kies opnieuw wie er meelopen."))
    if route and route.team_id != team.pk:
        raise RefusedAction(_("Deze route is van een ander team. Kies een route van uw eigen team."))
    _check_free(deelnemers, now)


def _check_planned(ronde, now):
    if ronde.stand != RondeStand.GEPLAND:
        raise RefusedAction(
            _("Deze ronde staat op “%(stand)s”. U kunt hem niet meer starten.") % {"stand": ronde.get_stand_display()}
        )
    if now < start_from(ronde):
        raise RefusedAction(
            _("Deze ronde begint later. U kunt starten vanaf %(tijd)s.") % {"tijd": time_in_words(start_from(ronde))}
        )
    if now > start_until(ronde):
        raise RefusedAction(_("Deze ronde is voorbij. Loopt u nu? Start dan een ronde die niet gepland is."))


def _check_end(verwacht_einde, now):
    """A minute's grace: between looking and pressing the clock goes on."""
    if not now + SHORTEST - ONE_MINUTE <= verwacht_einde <= now + LONGEST + ONE_MINUTE:
        raise RefusedAction(
            _(
                "Een ronde duurt vanaf nu nog ten minste 15 minuten en hooguit 6 uur. "
                "Kies een tijd tussen %(van)s en %(tot)s."
            )
            % {"van": time_in_words(now + SHORTEST), "tot": time_in_words(now + LONGEST)}
        )


def _check_free(deelnemers, now, until=None, but=None):
    """Nobody walks in two rounds at once; refused with who does."""
    if names := names_elsewhere(deelnemers, now, until, but=but):
        raise RefusedAction(
            ngettext(
                "%(wie)s loopt al in een andere ronde. Sluit die eerst af, of haal het vinkje weg.",
                "%(wie)s lopen al in een andere ronde. Sluit die eerst af, of haal de vinkjes weg.",
                len(names),
            )
            % {"wie": _(" en ").join(names)}
        )


def _write_who_walks(ronde, deelnemers, gasten, now):
    """Who is there walks, who signed up and is not there did not come; the database refuses what a check missed."""
    signed_up = {row.gebruiker_id: row for row in Deelname.objects.filter(ronde=ronde, gebruiker__isnull=False)}
    walks = {"stand": LIEP_MEE, "sinds": now, "tijdvak": (now, None), "vervanging_gevraagd_op": None}
    with refused_when_elsewhere(_("Iemand die u koos, loopt op dit moment in een andere ronde. Kijk wie dat is.")):
        for persoon in deelnemers:
            row = signed_up.pop(persoon.pk, None)
            Deelname.objects.update_or_create(
                pk=row and row.pk, defaults=walks, create_defaults=walks | {"ronde": ronde, "gebruiker": persoon}
            )
    Deelname.objects.signed_up().filter(ronde=ronde).update(stand=NIET_GEKOMEN, sinds=now)
    Deelname.objects.bulk_create(Deelname(ronde=ronde, gast=soort, gast_naam=naam, **walks) for soort, naam in gasten)


# --- longer -------------------------------------------------------------------------------------


@transaction.atomic
def extend_ronde(ronde, *, minuten, keer, actor, now):
    """So many minutes after the planned end, or after now when that has passed; the reminders begin anew.

    ``keer`` is how often it was extended when the person looked: of two presses the second finds it done.
    """
    ronde = locked_ronde(ronde)
    if ronde.stand == RondeStand.BEZIG and ronde.verlengd != keer:
        return ronde
    if ronde.stand != RondeStand.BEZIG:
        raise RefusedAction(_("Deze ronde is al afgesloten. Loopt u nog? Start dan een nieuwe ronde."))
    verwacht_einde = max(ronde.verwacht_einde, now) + timedelta(minutes=minuten)
    _check_end(verwacht_einde, now)
    ronde.verwacht_einde, ronde.verlengd = verwacht_einde, ronde.verlengd + 1
    ronde.belt_op = ronde.belt_door = ronde.niemand_op = ronde.niemand_door = None
    ronde.save()
    drop(ronde.bron, now=now)
    record("ronde.verlengd", ronde, actor=actor, now=now, verwacht_einde=verwacht_einde)
    return ronde


# --- home ---------------------------------------------------------------------------------------


@transaction.atomic
def come_home(ronde, *, actor, now, einde=None):
    """Everybody is home: from here nobody hears anything any more; ``einde`` is for who tells it afterwards."""
    ronde = locked_ronde(ronde)
    if ronde.stand in (RondeStand.THUIS, RondeStand.AFGEROND):
        return ronde
    if ronde.stand == RondeStand.NIET_AFGESLOTEN and einde is None:
        raise RefusedAction(_("Vul in hoe laat iedereen thuis was."))
    advance(ronde, RondeStand.THUIS)
    einde = einde or now
    _check_real_end(ronde, einde, now)
    close_times(ronde, einde)
    ronde.gesloten_door = actor
    ronde.save()
    stop_watching(ronde, now)
    record("ronde.thuis", ronde, actor=actor, now=now, einde=einde)
    return ronde


def _check_real_end(ronde, einde, now):
    if einde > now:
        raise RefusedAction(_("Deze tijd is nog niet geweest. Vul in hoe laat iedereen echt thuis was."))
    if einde <= ronde.begin:
        raise RefusedAction(
            _("Het einde kan niet voor het begin zijn. De ronde begon om %(tijd)s.")
            % {"tijd": time_in_words(ronde.begin)}
        )
    walkers = [d.gebruiker_id for d in Deelname.objects.walked().filter(ronde=ronde) if d.gebruiker_id]
    _check_free(walkers, ronde.begin, einde, but=ronde)


def close_times(ronde, einde):
    """The round and everybody in it ended then; the telephone of who leads is gone (not saved yet)."""
    ronde.einde, ronde.telefoon = einde, None
    Deelname.objects.walked().filter(ronde=ronde).update(tijdvak=(ronde.begin, einde))


def stop_watching(ronde, now):
    """No mail about this round goes out any more, and no link in one works."""
    drop(ronde.bron, now=now)
    doelen = (Sleutel.Doel.THUIS, Sleutel.Doel.BELLEN)
    Sleutel.objects.filter(ronde=ronde, doel__in=doelen, ingetrokken_op__isnull=True).update(ingetrokken_op=now)
