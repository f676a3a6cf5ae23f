"""Before the evening: the police hear which teams are going to walk, and beheer says who is told (E110)."""

from django.db import transaction

from teams.actions.changes import change, locked_gemeente
from teams.clocks import local_date
from teams.models import Aanstelling, Gemeente
from teams.rondes.board import evening_of, watch_of
from teams.rondes.mails.evening import avond_bron, mail_vanavond, was_told
from teams.rondes.models import Ronde, RondeStand


@transaction.atomic
def change_watch(gemeente, *, gelezen, actor, now, **waarden):
    """Other addresses for who watches over the teams that are out."""
    gemeente = locked_gemeente(gemeente)
    stand = watch_of(gemeente)
    if stand._state.adding:
        stand.save()
    return change(stand, waarden, gelezen=gelezen, event="wacht.gewijzigd", actor=actor, now=now)


def tell_basisteam(now):
    """Once per gemeente and evening, from four o'clock: which teams are planned; gives the number of mails."""
    begin, end = evening_of(now)
    if now < begin:
        return 0
    due = Ronde.objects.filter(**_of_evening(begin, end, now)).values_list("team__gemeente", flat=True)
    gemeenten = Gemeente.objects.filter(pk__in=set(due)).order_by("pk")
    return sum(_tell(gemeente, begin, end, now) for gemeente in gemeenten if not was_told(gemeente, begin))


@transaction.atomic
def _tell(gemeente, begin, end, now):
    """Two clocks that ring at once come one after the other; the second finds that it was told."""
    gemeente = locked_gemeente(gemeente)
    if was_told(gemeente, begin):
        return 0
    rondes = (
        Ronde.objects.filter(team__gemeente=gemeente, **_of_evening(begin, end, now))
        .select_related("team")
        .prefetch_related("team__buurten")
        .order_by("gepland_van", "team__naam", "pk")
    )
    told = [
        mail_vanavond(gemeente, list(rondes), aan, bron=avond_bron(gemeente, begin), now=now)
        for aan in _who_hears(gemeente, now)
    ]
    return len(told)


def _of_evening(begin, end, now):
    """Planned for this evening and not over yet; a round that started a little early counts."""
    return {
        "stand__in": (RondeStand.GEPLAND, RondeStand.BEZIG),
        "gepland_van__gte": begin,
        "gepland_van__lt": end,
        "gepland_tot__gt": now,
    }


def _who_hears(gemeente, now):
    """The address of the basisteam, else everybody who is police on duty here."""
    if address := watch_of(gemeente).basisteam_email:
        return [address]
    police = Aanstelling.objects.current(local_date(now)).filter(
        rol=Aanstelling.Rol.POLITIE_DIENST, gemeente=gemeente, gebruiker__is_active=True
    )
    return sorted(set(police.values_list("gebruiker__email", flat=True)) - {"", None})
