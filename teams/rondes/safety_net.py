"""Who can hear that one round is late, and when: the walkers, who leads the team, the piket of the gemeente (E114)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from teams.clocks import local_date
from teams.models import Aanstelling, Lidmaatschap
from teams.rondes.mails.planning import mailable
from teams.rondes.mails.walking import help_in_words, was_told
from teams.rondes.models import Deelname, Ronde, TeamInstelling, WachtInstelling
from teams.rondes.overdue import PIKET, moments


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
    walkers = list(mailable(Gebruiker.objects.filter(pk__in=out)))
    coordinators = _who_lead(ronde.team_id, out, today)
    wacht = WachtInstelling.objects.filter(gemeente=gemeente_id).first() or WachtInstelling(gemeente_id=gemeente_id)
    switches = TeamInstelling.objects.filter(team=ronde.team_id).first() or TeamInstelling(team_id=ronde.team_id)
    return Vangnet(
        ronde=ronde,
        now=now,
        walkers=walkers,
        coordinators=coordinators,
        piket=_addresses_of_piket(gemeente_id, wacht, today),
        piket_telefoon=wacht.piket_telefoon,
        moments=moments(ronde, switches, walkers_hear=bool(walkers), coordinators_hear=bool(coordinators)),
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


def what_now(net):
    """What a coordinator does who reaches nobody, in words; None before the round is late."""
    if net.now < net.ronde.verwacht_einde:
        return None
    if was_told(net.ronde, PIKET):
        return _("Het piket van de gemeente heeft een mail gekregen. Blijf zelf ook bellen.")
    return help_in_words(net)
