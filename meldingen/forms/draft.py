"""A draft read back: its pages, how far it is, and what the answers say together."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.ui.dates import date_in_words
from meldingen.forms.burenhulp import HulpForm, VertelForm
from meldingen.forms.hartveilig import HartForm
from meldingen.forms.niet_pluis import OnderwerpForm, WaarForm, WatForm, WieForm, ZorgControleForm
from meldingen.forms.openbare_ruimte import BuitenForm
from meldingen.forms.pages import PaginaForm
from meldingen.forms.shared_pages import CategorieForm, ControleForm, GevaarForm, GroepForm
from meldingen.forms.team import TeamForm
from meldingen.forms.wijkveiligheid import WaarWanneerForm, WatGebeurdeForm, WijkControleForm
from meldingen.models import Bijlage, Categorie, Ingang, Melding, MeldingInhoud
from meldingen.permissions import ways_to_hear
from meldingen.rounds import OF_ROUND, belongs_to_round, round_to_report_from
from teams.models import Soort, Team
from teams.rollen import rollen_van


@dataclass(frozen=True)
class Stap:
    """One page of a draft: its name in the address, and its number out of all steps (0: not numbered)."""

    naam: str
    nummer: int
    form: type[PaginaForm]


CONTROLE = "controle"
STAPPEN = {
    Soort.NIET_PLUIS: (
        Stap("gevaar", 1, GevaarForm),
        Stap("onderwerp", 2, OnderwerpForm),
        Stap("categorie", 2, CategorieForm),
        Stap("wat", 2, WatForm),
        Stap("waar", 3, WaarForm),
        Stap("wie", 4, WieForm),
        Stap(CONTROLE, 5, ZorgControleForm),
    ),
    Soort.WIJKVEILIGHEID: (
        Stap("gevaar", 1, GevaarForm),
        Stap("onderwerp", 2, GroepForm),
        Stap("categorie", 2, CategorieForm),
        Stap("wat", 2, WatGebeurdeForm),
        Stap("waar", 3, WaarWanneerForm),
        Stap(CONTROLE, 4, WijkControleForm),
    ),
    Soort.BURENHULP: (Stap("hulp", 1, HulpForm), Stap("wat", 2, VertelForm), Stap(CONTROLE, 3, ControleForm)),
    Soort.OPENBARE_RUIMTE: (Stap("wat", 0, BuitenForm), Stap(CONTROLE, 0, ControleForm)),
    Soort.HARTVEILIG: (Stap("wat", 0, HartForm), Stap(CONTROLE, 0, ControleForm)),
    Soort.TEAM: (Stap("wat", 0, TeamForm), Stap(CONTROLE, 0, ControleForm)),
}
SPLIT_FROM = "afgesplitst_van"  # in the answers of a draft: the number of the melding it came from (E136)
INHOUD = {field.name for field in MeldingInhoud._meta.fields} - {"melding", "adres_index"}
NOT_REVIEWED = {"nu_gevaar", "wens", "groep", "ingang"}
FEITEN = {"gevaar", "naam_delen", "antwoord_via", "coordinator_mag_lezen", "tekst_verborgen"}


class Invulling:
    """A draft and its answers, checked again each time: what was sound yesterday may not be so today."""

    def __init__(self, concept):
        self.concept = concept
        self._read = {}

    # --- pages ---------------------------------------------------------------------------------

    @cached_property
    def stappen(self):
        """The pages of this kind; a group with one category asks no second question."""
        pages = STAPPEN[Soort(self.concept.soort)]
        chosen = pages[1].naam == "onderwerp" and "categorie" in (self._check(pages[1]) or {})
        return [page for page in pages if not chosen or page.naam != "categorie"]

    def page(self, naam):
        """The page of this name, or None."""
        return next((page for page in self.stappen if page.naam == naam), None)

    def form(self, page, data=None, files=None):
        """The form of a page: as posted, or with the answers of the draft."""
        return page.form(data, files, invulling=self, initial=self.concept.antwoorden)

    def answered(self, naam):
        """What a page was answered with, when it is sound; else nothing."""
        return self._check(self.page(naam))

    def _check(self, page):
        if page.naam not in self._read:
            form = page.form(self.concept.antwoorden, invulling=self)
            self._read[page.naam] = form.cleaned_data if form.is_valid() else None
        return self._read[page.naam]

    @cached_property
    def first_open(self):
        """The first page without a sound answer; in the end the last one."""
        return next((page for page in self.stappen[:-1] if self.answered(page.naam) is None), self.stappen[-1])

    def is_reachable(self, page):
        """All pages before this one are answered."""
        return self.stappen.index(page) <= self.stappen.index(self.first_open)

    def before(self, page):
        """The page before this one, or None."""
        position = self.stappen.index(page)
        return self.stappen[position - 1] if position else None

    @property
    def steps(self):
        """How many numbered steps this kind has."""
        return self.stappen[-1].nummer

    @property
    def version(self):
        """Changes with every save, so that a page knows whether it is still true."""
        return self.concept.bewaard_op.isoformat() if self.concept.bewaard_op else ""

    # --- what it is about ----------------------------------------------------------------------

    @cached_property
    def categorieen(self):
        """The categories of this kind that this gemeente has, in its own order."""
        rows = (
            Categorie.objects.visible_to(self.concept.eigenaar)
            .active()
            .filter(gemeente=self.concept.gemeente, soort=self.concept.soort)
            .select_related("gemeente")
            .order_by("volgorde", "code")
        )
        groups = list(dict.fromkeys(categorie.groep for categorie in rows))
        return sorted(rows, key=lambda categorie: groups.index(categorie.groep))  # a group stays together

    def by_code(self, code):
        """The category of this gemeente with this code."""
        return next(categorie for categorie in self.categorieen if categorie.code == code)

    @cached_property
    def groepen(self):
        """The groups in their order; "Ik weet het niet precies" is the first."""
        return list(dict.fromkeys(categorie.groep for categorie in self.categorieen))

    def categorieen_in(self, groep):
        """The categories of one group."""
        return [categorie for categorie in self.categorieen if categorie.groep == groep]

    @cached_property
    def to_choose_from(self):
        """The categories of the chosen group, with "Ik weet het niet precies" on top."""
        unsure = self.categorieen_in(self.groepen[0]) if self.groepen else []
        chosen = (self.answered("onderwerp") or {}).get("groep")
        return (unsure if len(unsure) == 1 else []) + [c for c in self.categorieen_in(chosen) if c not in unsure]

    @cached_property
    def categorie(self):
        """What it is about, or None while that is not known."""
        known = [(self._check(page) or {}).get("categorie") for page in self.stappen if page.form.kiest_categorie]
        return next(filter(None, known), None)

    @property
    def takes_photos(self):
        """Photos may come along with what it is about (E130)."""
        return self.categorie is not None and self.categorie.fotos

    @property
    def fotos(self):
        """The photos in this draft, without their bytes."""
        return Bijlage.objects.readable_by(self.concept.eigenaar).filter(concept=self.concept).for_list()

    # --- who -----------------------------------------------------------------------------------

    @cached_property
    def melder(self):
        """Who reports: the writer, or the person it is filled in for."""
        asked = [self._check(page) or {} for page in STAPPEN[Soort(self.concept.soort)] if page.form.vraagt_namens]
        known = (answers["namens"] for answers in asked if answers.get("namens"))
        return next(known, None) or next(map(new_person, asked), None) or self.concept.eigenaar

    @property
    def is_for_other(self):
        return self.melder != self.concept.eigenaar

    @cached_property
    def own_teams(self):
        """The teams of the writer in this gemeente."""
        teams = Team.objects.visible_to(self.concept.eigenaar).filter(gemeente=self.concept.gemeente)
        return list(teams.filter(pk__in=rollen_van(self.concept.eigenaar).eigen_teams))

    @cached_property
    def teams_of_melder(self):
        """The teams of who reports that have this kind, oldest first."""
        if self.melder.pk is None:
            return []
        current = self.melder.lidmaatschappen.current(timezone.localdate()).values("team")
        teams = Team.objects.active().filter(pk__in=current, gemeente=self.concept.gemeente)
        if self.concept.soort != Soort.TEAM:
            teams = teams.filter(soorten__contains=[self.concept.soort])
        return list(teams.prefetch_related("buurten").order_by("pk"))

    @cached_property
    def ronde(self):
        """The round this draft began on, as long as the writer is in its team; None otherwise."""
        concept = self.concept
        began = concept.begonnen_op or timezone.now()
        return round_to_report_from(concept.eigenaar, concept.gemeente, concept.antwoorden.get(OF_ROUND), began)

    @property
    def ronde_erbij(self):
        """The round that the melding will hang on: only open ones, of a melder who is in that team."""
        ronde, categorie = self.ronde, self.categorie
        if ronde is None or categorie is None or ronde.team not in self.teams_of_melder:
            return None
        return ronde if belongs_to_round(categorie.soort, categorie.vertrouwelijkheid) else None

    def team_for(self, buurt):
        """The team this melding belongs to: that of its round, the one that walks there, else the first; or None."""
        if self.ronde_erbij:
            return self.ronde.team
        walking = [team for team in self.teams_of_melder if buurt in team.buurten.all()]
        return next(iter(walking + self.teams_of_melder), None)

    # --- all of it -----------------------------------------------------------------------------

    @cached_property
    def answers(self):
        """All answers together; only complete when every page but the last is answered."""
        together = {}
        for page in self.stappen[:-1]:
            together |= self._check(page) or {}
        return together

    def review(self):
        """Question, answer and page of everything that was filled in, in the order of the pages."""
        for page in self.stappen[:-1]:
            form = page.form(self.concept.antwoorden, invulling=self)
            form.is_valid()
            for name, field in form.fields.items():
                if name not in NOT_REVIEWED and (answer := in_words(field, form, name)):
                    yield field.label, answer, page.naam

    @property
    def inhoud(self):
        """The answers that become the contents."""
        return {name: str(value) for name, value in self.answers.items() if name in INHOUD and value}

    def facts(self):
        """What reporting needs to know, by the names of the action."""
        answers = self.answers
        facts = {name: answers[name] for name in FEITEN & answers.keys()}
        if "tekst_verborgen" not in self.concept.antwoorden:
            facts.pop("tekst_verborgen", None)  # never asked at this level: as the category has it
        facts.setdefault("antwoord_via", self.usual_way_to_hear)
        if self.is_for_other:
            facts["ingang"] = answers.get("ingang") or Ingang.TELEFOON
        if answers.get("kaart"):
            facts |= {"kaart": answers["kaart"], "ingang": Ingang.PAPIER}
        return facts | {
            "categorie": self.categorie,
            "buurt": answers["buurt"],
            "inhoud": self.inhoud,
            "melder": self.melder,
            "team": answers.get("team") or self.team_for(answers["buurt"]),
            "concept_id": self.concept.pk,
            "afgesplitst_van": self.split_from,
            "ronde": self.ronde_erbij,
        }

    @property
    def split_from(self):
        """The sent melding that this draft belongs beside, as far as the writer still sees it."""
        nummer = self.concept.antwoorden.get(SPLIT_FROM)
        sent = Melding.objects.visible_to(self.concept.eigenaar).reported_by(self.concept.eigenaar)
        return sent.filter(nummer=nummer).first() if nummer else None

    @property
    def usual_way_to_hear(self):
        """How this person usually hears, when that is possible."""
        ways = ways_to_hear(self.melder, in_team=bool(self.teams_of_melder) and self.concept.soort != Soort.TEAM)
        return self.melder.antwoord_via if self.melder.antwoord_via in ways else ways[0]


def new_person(answers):
    """Who is not known yet, not saved: the meldpunt rings with the answer. None when nobody was named."""
    if not answers.get("nieuw_naam"):
        return None
    telefoon = answers.get("nieuw_telefoon", "")
    return Gebruiker(naam=answers["nieuw_naam"], telefoon=telefoon, antwoord_via=AntwoordVia.TELEFOON)


def in_words(field, form, name):
    """One answer as the page that asked shows it; empty when there is none."""
    if isinstance(field, forms.ModelChoiceField):
        return str(form.cleaned_data.get(name) or "")
    if isinstance(field, forms.DateField):
        day = form.cleaned_data.get(name)
        return date_in_words(day, timezone.localdate()) if day else ""
    raw = form[name].value()
    if isinstance(field, forms.ChoiceField):
        chosen = raw if isinstance(raw, list) else [raw]
        return ", ".join(str(label) for value, label in flat(field.choices) if value and str(value) in map(str, chosen))
    return _("Ja") if raw is True else str(raw or "")


def flat(choices):
    """Choices without their groups."""
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]
