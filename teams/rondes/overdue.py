"""When a round may start, how long it lasts, who hears when it is not closed: pure questions over ``now`` (E114)."""

from datetime import timedelta

START_BEFORE = timedelta(minutes=60)  # a planned round can start this long before
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=6)
USUAL = timedelta(minutes=90)  # what a start page proposes without a plan
LONGER_MINUTES = (15, 30, 60)

WALKERS_AFTER = timedelta(minutes=20)
COORDINATOR_AFTER = timedelta(minutes=40)
PIKET_AFTER = timedelta(minutes=70)
GIVEN_UP_AFTER = timedelta(hours=12)
LAST_WAIT = timedelta(hours=1)  # who heard it late, because the clock stood still, still has this long to answer

STEPS = LOPERS, COORDINATOR, PIKET = "lopers", "coordinator", "piket"


def start_from(ronde):
    """From when a planned round can start."""
    return ronde.gepland_van - START_BEFORE


def start_until(ronde):
    """Until when a planned round can start: later it is another round."""
    return ronde.gepland_tot + START_BEFORE


def can_start_now(ronde, now):
    return ronde.stand == "gepland" and start_from(ronde) <= now <= start_until(ronde)


def proposed_end(ronde, now):
    """The planned end as long as it is far enough away, else an hour and a half from now, up to five minutes."""
    planned = ronde.gepland_tot if ronde else None
    if planned and now + SHORTEST <= planned <= now + LONGEST:
        return planned
    usual = (now + USUAL).replace(second=0, microsecond=0)
    return usual + timedelta(minutes=-usual.minute % 5)


def moments(ronde, instelling, *, walkers_hear, coordinators_hear):
    """When each step falls due, for those that this team has switched on.

    When no walker can get mail the coordinator is first. The piket never hears it before its time, unless a coordinator
    reaches nobody.
    """
    if not instelling.bewaking:
        return {}
    end, found = ronde.verwacht_einde, {}
    if walkers_hear:
        found[LOPERS] = end + WALKERS_AFTER
    first = end + (COORDINATOR_AFTER if walkers_hear else WALKERS_AFTER)
    if instelling.coordinator_bellen and coordinators_hear:
        found[COORDINATOR] = first
    if instelling.piket_bellen:
        found[PIKET] = piket_hears(ronde)
    return found


def useful_until(ronde, now):
    """Until when a mail of ``now`` and its link can be answered."""
    return max(ronde.verwacht_einde + GIVEN_UP_AFTER, now + LAST_WAIT)


def piket_hears(ronde):
    """After seventy minutes, or as soon as a coordinator says that nobody answers."""
    late = ronde.verwacht_einde + PIKET_AFTER
    return min(late, ronde.niemand_op or late)


def earliest(ronde, instelling, told):
    """The first moment at which each step that was not ``told`` can fall due, whoever there is to hear it."""
    if not instelling.bewaking:
        return {}
    end = ronde.verwacht_einde
    first = {LOPERS: end + WALKERS_AFTER}
    if instelling.coordinator_bellen:
        first[COORDINATOR] = end + (COORDINATOR_AFTER if LOPERS in told else WALKERS_AFTER)
    if instelling.piket_bellen:
        first[PIKET] = piket_hears(ronde)
    return {step: moment for step, moment in first.items() if step not in told}


def due(found, now):
    """The steps of which the moment has come, in the order in which people hear."""
    return [step for step, moment in found.items() if moment <= now]
