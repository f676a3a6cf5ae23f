"""Tables that only reports draw: what a gemeente set up, what its teams did, and what one team reached in a quarter."""

from collections import Counter
from fractions import Fraction

from django.utils.translation import gettext as _

from evaluaties.figures.kring_tabellen import counted_on, date_with_year
from evaluaties.figures.rounding import half_up
from evaluaties.figures.tables import Tabel, getal, tekst
from evaluaties.models import Instelling
from opvolging.team_message import month_of
from teams.models import Partner, PartnerSoort, Soort, Team
from trainingen.cover import covers, expected_of
from trainingen.models import BewijsSoort, Sessie
from trainingen.reading import cell_of

MINUTES = 60


# --- what was asked for ---------------------------------------------------------------------------


def agreements_table(gemeente, today) -> Tabel:
    """The terms that the gemeente promises, and how often it asks somebody something."""
    asked = Instelling.objects.filter(gemeente=gemeente).first() or Instelling(gemeente=gemeente)
    rijen = (
        (tekst(_("Eerste reactie op een melding, in werkdagen")), getal(gemeente.reactie_werkdagen)),
        (tekst(_("Antwoord aan de melder, in werkdagen")), getal(gemeente.antwoord_werkdagen)),
        (tekst(_("Vragenlijsten per persoon per kwartaal, hooguit")), getal(asked.max_per_kwartaal)),
    )
    return _counted("afspraken", _("Wat er is afgesproken"), (_("Afspraak"), _("Aantal")), rijen, today)


def teams_table(gemeente, today) -> Tabel:
    """How many teams there are, how they work, and which kinds they report."""
    teams = Team.objects.filter(gemeente=gemeente)
    stands = Counter(teams.values_list("stand", flat=True))
    active = list(teams.active().values_list("werkwijze", "soorten"))
    ways, kinds = Counter(way for way, _kinds in active), Counter(kind for _way, known in active for kind in known)
    chosen = [soort for soort in Soort if soort != Soort.TEAM]
    rijen = (
        *_lines(_("Teams"), Team.Stand, stands),
        *_lines(_("Actieve teams: hoe zij werken"), Team.Werkwijze, ways),
        *_lines(_("Actieve teams: wat zij melden"), chosen, kinds),
    )
    return _counted("teams", _("De teams"), (_("Onderwerp"), _("Soort"), _("Teams")), rijen, today)


def partners_table(gemeente, today) -> Tabel:
    """Who takes things up, by sort."""
    found = Counter(Partner.objects.filter(gemeente=gemeente).active().values_list("soort", flat=True))
    rijen = tuple((tekst(soort.label), getal(found[soort.value])) for soort in PartnerSoort if found[soort.value])
    return _counted("partners", _("De partners"), (_("Soort partner"), _("Partners")), rijen, today)


def _lines(onderwerp, choices, found):
    return tuple((tekst(onderwerp), tekst(one.label), getal(found[one.value])) for one in choices if found[one.value])


def _counted(naam, kop, kolommen, rijen, today):
    return Tabel(naam, kop, kolommen, rijen, noten=(_("Geteld op %(dag)s.") % {"dag": date_with_year(today)},))


# --- what was done --------------------------------------------------------------------------------


def rounds_table(overzicht) -> Tabel:
    """The rounds of all teams together, a line per quarter."""
    lines = [(_("Kwartaal %(n)s") % {"n": deel.periode.kwartaal}, deel.werk.totaal) for deel in overzicht.delen]
    return Tabel(
        naam="rondes",
        kop=_("Rondes van alle teams"),
        kolommen=(_("Periode"), *work_columns()),
        rijen=tuple((tekst(naam), *_work(werk)) for naam, werk in [*lines, (_("Samen"), overzicht.werk.totaal)]),
        noten=(*counted_on(overzicht), per_team()),
    )


def team_work_table(overzicht, cover) -> Tabel:
    """A line per team: its rounds and evenings, and who is up to date (``cover``: TeamDekking by team, of today)."""
    return Tabel(
        naam="per-team",
        kop=_("Wat elk team deed"),
        kolommen=(
            _("Team"),
            _("Rondes"),
            _("Uren"),
            _("Gesprek­ken"),
            _("Avonden"),
            *(str(soort.label) for soort in BewijsSoort),
        ),
        rijen=tuple(_team_line(rij, cover.get(rij.team)) for rij in overzicht.werk.teams),
        noten=(*counted_on(overzicht), _("Wie actueel is, telt op de dag van dit verslag."), per_team()),
    )


def cover_by_team(gemeente, today) -> dict:
    """Who is up to date today, by team."""
    teams = Team.objects.filter(gemeente=gemeente).active().order_by("naam")
    return {dekking.team.pk: dekking for dekking in covers(teams, today)}


def _team_line(rij, dekking):
    cover = [tekst(cell_of(vak)) for vak in dekking.soorten] if dekking else [tekst("–")] * len(BewijsSoort)
    return (tekst(rij.naam), getal(rij.rondes), hours(rij), getal(rij.gesprekken), getal(rij.avonden), *cover)


def evenings_table(overzicht) -> Tabel:
    """Evenings and how many came, per module; a dash where nobody knows."""
    lines = [(rij.naam, rij) for rij in overzicht.werk.modules]
    if len(lines) > 1:
        lines.append((_("Samen"), overzicht.werk.avonden))
    return Tabel(
        naam="avonden",
        kop=_("Trainingen en kennisavonden"),
        kolommen=(_("Module"), _("Avonden"), _("Opkomst bekend"), _("Keer iemand aanwezig")),
        rijen=tuple(
            (tekst(naam), getal(rij.avonden), getal(rij.bekend), getal(rij.aanwezig if rij.bekend else None))
            for naam, rij in lines
        ),
        noten=tuple(counted_on(overzicht)),
    )


def forms_table(overzicht) -> Tabel:
    """Questionnaires that closed: how many, who was asked one by one, and who answered."""
    lines = [(_("Kwartaal %(n)s") % {"n": deel.periode.kwartaal}, deel.werk.formulieren) for deel in overzicht.delen]
    lines.append((_("Samen"), overzicht.werk.formulieren))
    return Tabel(
        naam="vragenlijsten",
        kop=_("Gesloten vragenlijsten"),
        kolommen=(_("Periode"), _("Vragenlijsten"), _("Mensen gevraagd met een bericht"), _("Antwoorden")),
        rijen=tuple((tekst(naam), getal(f.afnames), getal(f.gevraagd), getal(f.antwoorden)) for naam, f in lines),
        noten=(
            *counted_on(overzicht),
            _("Wie antwoordde met de code van de avond, is niet met een bericht gevraagd."),
        ),
    )


def hours(rij):
    """Hours with one decimal."""
    return getal(half_up(Fraction(rij.minuten, MINUTES), 1))


def work_columns():
    return (
        _("Rondes"),
        _("Uren"),
        _("Gesprekken"),
        _("Afval"),
        _("Verlichting"),
        _("Verkeer"),
        _("Minder dan 2 mensen"),
    )


def _work(werk):
    numbers = (werk.gesprekken, werk.afval, werk.verlichting, werk.verkeer, werk.alleen)
    return (getal(werk.rondes), hours(werk), *(getal(number) for number in numbers))


def per_team():
    return _("Wij tellen per team, nooit per vrijwilliger.")


# --- one team -------------------------------------------------------------------------------------


def team_rounds_table(overzicht, team) -> Tabel:
    """What the rounds of one team came to; without any every number is nought."""
    werk = overzicht.werk.of_team(team.pk)
    rijen = tuple(zip(map(tekst, work_columns()), _work(werk), strict=True)) if werk else ()
    return Tabel(
        naam="rondes-van-het-team",
        kop=_("Rondes"),
        kolommen=(_("Wat"), _("Aantal")),
        rijen=rijen,
        noten=(*counted_on(overzicht), per_team()) if rijen else (_("Dit team liep geen ronde."),),
    )


def outcomes_table(team, months, today) -> Tabel:
    """What was done with open meldingen of one team that got an answer: by subject and outcome."""
    found = Counter()
    for month in months:
        for subject, outcomes in month_of(team, month).gedaan.items():
            for outcome, number in outcomes.items():
                found[str(subject), str(outcome.label)] += number
    return Tabel(
        naam="wat-ermee-is-gedaan",
        kop=_("Wat er met meldingen is gedaan"),
        kolommen=(_("Onderwerp"), _("Wat is er gedaan"), _("Meldingen")),
        rijen=tuple((tekst(subject), tekst(outcome), getal(n)) for (subject, outcome), n in sorted(found.items())),
        noten=(
            _("Geteld op %(dag)s: meldingen die in dit kwartaal antwoord kregen.") % {"dag": date_with_year(today)},
            _("Vertrouwelijke meldingen staan hier niet bij."),
        ),
    )


def team_evenings_table(team, periode) -> Tabel:
    """The evenings to which one team came, by day."""
    evenings = Sessie.objects.filter(sessieteams__team=team, dag__gte=periode.van, dag__lt=periode.tot)
    rows = evenings.held().with_opkomst().for_list().order_by("dag", "pk")
    return Tabel(
        naam="avonden-van-het-team",
        kop=_("Trainingen"),
        kolommen=(_("Dag"), _("Soort"), _("Aanwezig, van alle teams")),
        rijen=tuple((tekst(date_with_year(row.dag)), tekst(_kind(row)), getal(row.opkomst)) for row in rows),
        noten=() if rows else (_("Dit team had in dit kwartaal geen avond."),),
    )


def _kind(sessie):
    return sessie.module.naam if sessie.module_id else _("Kennisavond")


def team_cover_table(team, today) -> Tabel:
    """How many members of one team are up to date, per kind."""
    dekking = covers([team], today)[0]
    expected = expected_of(team)
    return Tabel(
        naam="actueel",
        kop=_("Wie is actueel"),
        kolommen=(_("Training of bewijs"), _("Leden"), _("Verwacht van dit team")),
        rijen=tuple(
            (tekst(vak.soort.label), tekst(cell_of(vak)), tekst(_("ja") if vak.soort in expected else _("nee")))
            for vak in dekking.soorten
        ),
        noten=(_("Geteld op %(dag)s.") % {"dag": date_with_year(today)},),
    )
