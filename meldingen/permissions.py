"""May they? Pure questions about one person and one melding; nothing changes, nothing raises."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from buurtpreventie.accounts.models import AntwoordVia
from meldingen.models import Categorie, Melding, Stand
from teams.models import Aanstelling, Lidmaatschap, Niveau, Soort, Team
from teams.rollen import rollen_van

JUST_WRITTEN = timedelta(minutes=30)
REPORTABLE = (  # what a team can switch on, in the order of the page where one chooses
    Soort.OPENBARE_RUIMTE,
    Soort.WIJKVEILIGHEID,
    Soort.NIET_PLUIS,
    Soort.BURENHULP,
    Soort.HARTVEILIG,
)


def seat_covers(user, gemeente_id, soort, niveau) -> bool:
    """A seat of this person at the meldpunt covers this kind and level."""
    return any(
        seat.gemeente == gemeente_id and soort in seat.soorten and niveau <= seat.niveau
        for seat in rollen_van(user).meldpunt
    )


def can_handle(user, melding: Melding) -> bool:
    """Work on it at the meldpunt; never on what is about a team that one is in."""
    if is_about_own_team(user, melding):
        return False
    return seat_covers(user, melding.gemeente_id, melding.categorie.soort, melding.vertrouwelijkheid)


def is_about_own_team(user, melding: Melding) -> bool:
    """Something in a team that this person is in: the same rule as ``about_own_team`` of the querysets."""
    return melding.categorie.soort == Soort.TEAM and melding.team_id in rollen_van(user).in_teams


def is_melder(user, melding: Melding) -> bool:
    return melding.melder_id is not None and melding.melder_id == user.pk


def can_add(user, melding: Melding) -> bool:
    """Add something: the melder always, who entered it only while it is not confidential."""
    if not melding.is_open:
        return False
    entered = melding.ingevoerd_door_id == user.pk and not melding.is_confidential
    return is_melder(user, melding) or entered


def takes_photos(melding: Melding) -> bool:
    """Photos may come along: the category takes them, and it did not become confidential."""
    return melding.categorie.fotos and not melding.is_confidential


def can_withdraw(user, melding: Melding) -> bool:
    """V0/V1 before pick-up; of V2/V3 the name, as long as it is open."""
    if not is_melder(user, melding) or not melding.is_open:
        return False
    return melding.is_confidential or melding.stand == Stand.ONTVANGEN


def needs_fresh_sign_in(melding: Melding) -> bool:
    """The melder's own text of V2 and V3 asks for a fresh code, after half an hour (ontwerp §4)."""
    return melding.vertrouwelijkheid >= Niveau.V2


def may_show_text(melding: Melding, *, fresh, now) -> bool:
    """The own text: always when it is not confidential, else after a fresh code or just after writing."""
    return fresh or not needs_fresh_sign_in(melding) or now - melding.gemeld_op < JUST_WRITTEN


def reportable_kinds(user, gemeente):
    """The kinds with a form that this person can report in this gemeente: those of the own teams, or of the seat."""
    rollen = rollen_van(user)
    of_teams = Team.objects.filter(pk__in=rollen.in_teams, gemeente=gemeente).active().values_list("soorten", flat=True)
    of_seat = [seat.soorten for seat in rollen.meldpunt if gemeente and seat.gemeente == gemeente.pk]
    switched_on = set().union(*of_teams, *of_seat)
    about_team = [Soort.TEAM] if own_teams_with_reader(user, gemeente).exists() else []
    return [soort for soort in REPORTABLE if soort in switched_on] + about_team


def kinds_beside(user, melding: Melding):
    """What can be reported beside this melding; nothing beside what is wrong in a team, and never that (E136)."""
    if melding.soort == Soort.TEAM:
        return []
    return [soort for soort in reportable_kinds(user, melding.gemeente) if soort != Soort.TEAM]


def own_teams_with_reader(user, gemeente):
    """The own teams of which somebody outside them reads what is wrong, and this gemeente takes that in."""
    today = timezone.localdate()
    inside = Lidmaatschap.objects.current(today).filter(gebruiker=OuterRef("gebruiker"), team=OuterRef(OuterRef("pk")))
    seats = Aanstelling.objects.current(today).filter(
        rol=Aanstelling.Rol.MELDPUNT,
        gemeente=gemeente,
        soorten__contains=[Soort.TEAM],
        hoogste_niveau=Niveau.V3,
        gebruiker__is_active=True,
    )
    categories = Categorie.objects.active().filter(gemeente=gemeente, soort=Soort.TEAM)
    own = Team.objects.active().filter(pk__in=rollen_van(user).in_teams, gemeente=gemeente)
    return own.filter(Exists(seats.filter(~Exists(inside))), Exists(categories)).order_by("pk")


def can_report_about_team(user, gemeente) -> bool:
    """Everybody in a team of this gemeente, always; whether anybody can read it is another question."""
    return Team.objects.filter(pk__in=rollen_van(user).in_teams, gemeente=gemeente).exists()


def sees_only_stand(user, melding: Melding) -> bool:
    """Who entered a confidential melding for somebody else sees afterwards only its number and where it is."""
    return melding.is_confidential and not is_melder(user, melding)


def ways_to_hear(melder, *, in_team) -> list[AntwoordVia]:
    """By which roads an answer can reach this person; never empty."""
    possible = {
        AntwoordVia.MAIL: melder.email,
        AntwoordVia.APP: melder.email,
        AntwoordVia.TELEFOON: melder.telefoon,
        AntwoordVia.COORDINATOR: in_team,
    }
    return [way for way, there_is in possible.items() if there_is] or [AntwoordVia.COORDINATOR]


def can_report_for_others(user) -> bool:
    """On behalf of somebody: coordinators and the meldpunt (E132)."""
    rollen = rollen_van(user)
    return bool(rollen.coordineert or rollen.meldpunt)
