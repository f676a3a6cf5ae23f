"""Who can hear that one round is late, and when: the walkers, who leads the team, the piket of the gemeente (E114)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.outbox.models import Bericht, Soort
from teams.clocks import local_date
from teams.models import Aanstelling, Lidmaatschap
from teams.rondes.mails.planning import mailable, members_on
from teams.rondes.mails.walking import help_in_words, key_of
from teams.rondes.models import Deelname, Ronde, TeamInstelling, WachtInstelling
from teams.rondes.overdue import GIVEN_UP_AFTER, PIKET, STEPS, WALKERS_AFTER, earliest, moments


@dataclass(frozen=True)
class Vangnet:
    """One round at one moment; people and addresses that mail can go to, and when each step falls due."""

    ronde: Ronde
    now: datetime
    walkers: list[Gebruiker]
    coordinators: list[Gebruiker]
    piket: list[str]
    piket_telefoon: str
    moments: dict[str, datetime]

    @property
    def piket_hears_at(self):
        """When the piket is mailed by itself; None when nobody is there or the team switched that off."""
        return self.moments.get(PIKET) if self.piket else None


def safety_net(ronde, now):
    """Read who can hear about this round."""
    today, gemeente_id = local_date(now), ronde.team.gemeente_id
    walking = Deelname.objects.walked().filter(ronde=ronde, gebruiker__isnull=False)
    out = set(walking.values_list("gebruiker", flat=True))
    walkers = list(mailable(members_on(ronde.team_id, today).filter(pk__in=out)))
    coordinators = _who_lead(ronde.team_id, out, today)
    wacht = WachtInstelling.objects.filter(gemeente=gemeente_id).first() or WachtInstelling(gemeente_id=gemeente_id)
    return Vangnet(
        ronde=ronde,
        now=now,
        walkers=walkers,
        coordinators=coordinators,
        piket=_addresses_of_piket(gemeente_id, wacht, today),
        piket_telefoon=wacht.piket_telefoon,
        moments=moments(
            ronde, switches_of(ronde.team), walkers_hear=bool(walkers), coordinators_hear=bool(coordinators)
        ),
    )


def _who_lead(team_id, out, today):
    """Coordinator and deputies who are not out themselves; all of them when all are."""
    rows = Lidmaatschap.objects.filter(team=team_id).current(today).exclude(rol=Lidmaatschap.Rol.LID)
    found = list(mailable(Gebruiker.objects.filter(pk__in=rows.values("gebruiker"))))
    return [person for person in found if person.pk not in out] or found


def _addresses_of_piket(gemeente_id, wacht, today):
    """Of who sits there and of the piket itself, each once."""
    seats = Aanstelling.objects.current(today).filter(gemeente=gemeente_id, rol=Aanstelling.Rol.PIKET)
    found = [person.email for person in mailable(Gebruiker.objects.filter(pk__in=seats.values("gebruiker")))]
    found += [wacht.piket_email] if wacht.piket_email else []
    return list({address.lower(): address for address in found}.values())


def late_rounds(now):
    """Rounds of which somebody may have to hear now: two queries, however many teams are late."""
    rows = Ronde.objects.under_way().filter(verwacht_einde__lte=now - WALKERS_AFTER)
    late = list(rows.select_related("team__ronde_instelling").order_by("pk"))
    told = steps_told(late)
    return [ronde for ronde in late if may_be_due(ronde, told, now)]


def steps_told(rondes):
    """(round, step) of what went out for the end that these rounds have now."""
    found = set()
    rows = Bericht.objects.filter(bron__in=[ronde.bron for ronde in rondes], soort=Soort.SPOED)
    keys = list(rows.values_list("sleutel", flat=True))
    for ronde in rondes:
        found |= {(ronde.pk, step) for step in STEPS if any(key.startswith(key_of(ronde, step)) for key in keys)}
    return found


def told_since(ronde, moment):
    """Whether a mail about this round being late was made after this moment."""
    return Bericht.objects.filter(bron=ronde.bron, soort=Soort.SPOED, gemaakt_op__gt=moment).exists()


def may_be_due(ronde, told, now):
    """Whether something that did not go out could fall due by now; who there is to hear it is asked after this."""
    if now >= ronde.verwacht_einde + GIVEN_UP_AFTER:
        return True
    before = {step for pk, step in told if pk == ronde.pk}
    return any(moment <= now for moment in earliest(ronde, switches_of(ronde.team), before).values())


def switches_of(team):
    """What of the safety net this team has switched on; without a row everything is."""
    return getattr(team, "ronde_instelling", None) or TeamInstelling(team=team)


def what_now(net):
    """What a coordinator does who reaches nobody, in words; None before the round is late."""
    if net.now < net.ronde.verwacht_einde:
        return None
    if (net.ronde.pk, PIKET) in steps_told([net.ronde]):
        return _("Het piket van de gemeente heeft een mail gekregen. Blijf zelf ook bellen.")
    return help_in_words(net)
