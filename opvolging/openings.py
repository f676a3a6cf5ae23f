"""Who opened what: lines of the log in words, about one melding for the meldpunt and about a gemeente for toezicht."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.models import Logregel
from buurtpreventie.database import beyond_rows
from meldingen.actions.opening import OWN
from meldingen.actions.photos import OPENED
from meldingen.models import Melding
from teams.models import Aanstelling, Contact, Niveau
from teams.petten import NAMES

PERSON, CONTACT = Gebruiker._meta.label_lower, Contact._meta.label_lower
MELDING = Melding._meta.label_lower
NOT_NAMED = gettext_lazy("De melder of iemand van het team")  # it may give away who reported


class Deel(models.TextChoices):
    """What was opened."""

    INHOUD = "inhoud", gettext_lazy("De melding")
    FOTO = OPENED, gettext_lazy("Een foto")
    ANTWOORD = "antwoord", gettext_lazy("Het antwoord aan de melder")
    BRIEF = "brief", gettext_lazy("De brief aan de melder (PDF)")
    UITTREKSEL = "uittreksel", gettext_lazy("Wat de partner mag lezen")
    EERDER = "eerder", gettext_lazy("Als eerdere melding over hetzelfde adres")
    WOORDEN = "woorden", gettext_lazy("Antwoorden in een vragenlijst")
    VERZOEK = "verzoek", gettext_lazy("Een verzoek van een bewoner")


class Wie(models.TextChoices):
    """As what somebody read."""

    MELDPUNT = "meldpunt", gettext_lazy("Meldpunt")
    PARTNER = "partner", gettext_lazy("Partner")
    ANDERS = "anders", gettext_lazy("Melder, team en anderen")


class Groep(models.TextChoices):
    """How confidential it was at that moment."""

    TEAM = "1", gettext_lazy("Voor de coördinator")
    VERTROUWELIJK = "2", gettext_lazy("Vertrouwelijk of strikt vertrouwelijk")


@dataclass(frozen=True)
class Inzage:
    """One opening in words."""

    pk: int
    op: datetime
    naam: str
    als: str  # in which role
    wat: str  # the number of a melding, or what else it was
    deel: str
    groep: str
    reden: str


def openings_in(gemeente, *, van=None, tot=None, meldingen=None, **which):
    """Openings of this gemeente, narrowed: moments from ``van`` and before ``tot``; see ``narrowed``."""
    rows = Logregel.objects.of_gemeente(gemeente.pk).openings()
    rows = rows.filter(op__gte=van) if van else rows
    rows = rows.filter(op__lt=tot) if tot else rows
    rows = rows.filter(doel_soort=MELDING, doel_id__in=meldingen) if meldingen is not None else rows
    return narrowed(rows, gemeente, **which)


def narrowed(rows, gemeente, persoon="", wie="", deel="", groep=""):
    """Only by this person (see ``people_in``), in this role, of this part, this confidential."""
    if persoon:
        soort, _streep, pk = persoon.partition("-")
        rows = rows.filter(_named_in(gemeente), actor_soort=CONTACT if soort == "c" else PERSON, actor_id=int(pk))
    if wie:
        rows = rows.filter(_in_role(wie, gemeente))
    if deel:
        rows = rows.filter(Q(details__deel=deel) | (Q(details__deel=None) if deel == Deel.INHOUD else Q(pk__in=[])))
    if groep:
        rows = rows.filter(details__niveau__in=[2, 3] if groep == Groep.VERTROUWELIJK else [0, 1])
    return rows


def _in_role(wie, gemeente):
    at_desk, partner = at_desk_of(gemeente), Q(actor_soort=CONTACT)
    return {Wie.MELDPUNT: at_desk, Wie.PARTNER: partner}.get(wie, ~at_desk & ~partner)


def at_desk_of(gemeente):
    """Somebody of the meldpunt read it, as such: not what he or she reported."""
    desk = Q(actor_soort=PERSON, actor_id__in=seats_in(gemeente, Aanstelling.Rol.MELDPUNT))
    return desk & ~Q(details__has_key=OWN)


def _named_in(gemeente):
    """Lines of which a name may be asked and given (see ``_Words.who``)."""
    return Q(actor_soort=CONTACT) | ~Q(doel_soort=MELDING) | at_desk_of(gemeente)


def seats_in(gemeente, *rollen):
    """Ids of who has or had an appointment in this gemeente."""
    seats = Aanstelling.objects.filter(gemeente=gemeente)
    return (seats.filter(rol__in=rollen) if rollen else seats).values("gebruiker")


def people_in(gemeente):
    """Who may be asked for by name: key and name of staff and partners who opened something here, sorted."""
    rows = Logregel.objects.of_gemeente(gemeente.pk).openings().filter(_named_in(gemeente)).order_by()
    staff = rows.filter(actor_soort=PERSON, actor_id__in=seats_in(gemeente)).values("actor_id")
    partners = rows.filter(actor_soort=CONTACT).values("actor_id")
    found = [(f"g-{pk}", naam) for pk, naam in Gebruiker.objects.filter(pk__in=staff).values_list("pk", "naam")]
    found += [(f"c-{pk}", naam) for pk, naam in _contacts(partners).items()]
    return sorted(found, key=lambda one: one[1].casefold())


def numbers_known(gemeente, nummers):
    """The ids by number of the meldingen of this gemeente among these."""
    with beyond_rows():
        rows = Melding.objects.filter(gemeente=gemeente, nummer__in=nummers)
        return dict(rows.values_list("nummer", "pk"))


def in_words(lines, gemeente, about=None):
    """These lines for a reader: who, as what, which melding (by its number only), which part and why.

    ``about``: the one melding that all of them are about, when it is known.
    """
    lines = list(lines)
    meldingen = {about.pk: facts_of(about)} if about else melding_facts(_melding_ids(lines))
    words = _Words(lines, gemeente, meldingen)
    return [words.of(line) for line in lines]


def with_reasons(rows):
    """The newest first, each with its reason if there was one."""
    return rows.select_related("reden").order_by("-op", "-pk")


def reason_of(line):
    """The own words with an opening; "foto" stood there before parts were noted."""
    tekst = getattr(getattr(line, "reden", None), "tekst", "")
    return "" if tekst == OPENED else tekst


def part_of(line):
    """What was opened, as a code."""
    before = OPENED if getattr(getattr(line, "reden", None), "tekst", "") == OPENED else Deel.INHOUD
    return line.details.get("deel", before)


class _Words:
    """Names and numbers of one list, looked up once."""

    def __init__(self, lines, gemeente, meldingen):
        people = {line.actor_id for line in lines if line.actor_soort == PERSON}
        self.people = dict(Gebruiker.objects.filter(pk__in=people).values_list("pk", "naam"))
        self.contacts = _contacts({line.actor_id for line in lines if line.actor_soort == CONTACT})
        self.roles = {}
        for pk, rol in Aanstelling.objects.filter(gebruiker__in=people, gemeente=gemeente).values_list(
            "gebruiker", "rol"
        ):
            self.roles.setdefault(pk, set()).add(rol)
        self.meldingen = meldingen

    def of(self, line):
        naam, als = self.who(line)
        deel = part_of(line)
        return Inzage(
            pk=line.pk,
            op=line.op,
            naam=naam,
            als=als,
            wat=self.what(line),
            deel=str(Deel(deel).label) if deel in Deel.values else deel,
            groep=_level(line.details.get("niveau")),
            reden=reason_of(line),
        )

    def who(self, line):
        """Name and role; of a melding only of who reads at the meldpunt or as partner."""
        if line.actor_soort == CONTACT:
            return self.contacts.get(line.actor_id, _("Een partner")), str(Wie.PARTNER.label)
        roles = self.roles.get(line.actor_id, ())
        at_desk = Aanstelling.Rol.MELDPUNT in roles and OWN not in line.details
        if not (at_desk if line.doel_soort == MELDING else roles):
            return NOT_NAMED, ""
        return self.people.get(line.actor_id, ""), _role(roles)

    def what(self, line):
        """A melding by its number only; anything else by its kind."""
        if line.doel_soort != MELDING:
            return ""
        about = self.meldingen.get(line.doel_id)
        return about.nummer if about else ""


@dataclass(frozen=True)
class Feiten:
    """What a review may know of a melding: never what it is about."""

    nummer: str
    behandelaar: int | None
    gesloten_op: datetime | None


def facts_of(melding):
    """Of a melding that the reader may see."""
    return Feiten(melding.nummer, melding.behandelaar_id, melding.gesloten_op)


def _melding_ids(lines):
    return {line.doel_id for line in lines if line.doel_soort == MELDING}


def melding_facts(ids):
    """These meldingen by id, whoever asks."""
    with beyond_rows():
        rows = Melding.objects.filter(pk__in=ids)
        fields = rows.values_list("pk", "nummer", "behandelaar", "gesloten_op")
        return {pk: Feiten(*facts) for pk, *facts in fields}


def _contacts(ids):
    rows = Contact.objects.filter(pk__in=ids).values_list("pk", "naam", "partner__naam")
    return {pk: f"{naam} ({partner})" for pk, naam, partner in rows}


def _role(roles):
    """The role that reads most."""
    return next((str(naam) for rol, naam in NAMES.items() if rol in roles), "")


def _level(niveau):
    if niveau is None:
        return ""
    return str((Groep.VERTROUWELIJK if niveau >= Niveau.V2 else Groep.TEAM).label)
