"""The start categories: our own list, copied for each gemeente, that then makes it its own (E013)."""

import json
from itertools import count
from pathlib import Path

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.models import Categorie
from teams.actions.changes import change, locked_gemeente, note
from teams.models import BEWAAR_HOOGUIT, Niveau, Soort

NEVER_KEPT = ("NP21", "WV14")  # V4 in the list: at most one step lower, by a gemeente that knows why
WITH_PHOTOS = (Soort.OPENBARE_RUIMTE, Soort.HARTVEILIG, Soort.WIJKVEILIGHEID)
START = Path(__file__).resolve().parent.parent / "categorieen.json"


@act
def copy_categorieen(gemeente):
    """Give this gemeente every start category it does not have yet; what it has stays as it is. Gives their number."""
    present = set(Categorie.objects.filter(gemeente=gemeente).values_list("code", flat=True))
    new = [Categorie(gemeente=gemeente, **row) for row in start_categorieen() if row["code"] not in present]
    return len(Categorie.objects.bulk_create(new, ignore_conflicts=True))


def start_categorieen():
    """The rows of the file, with the names of the fields of Categorie."""
    return json.loads(START.read_text(encoding="utf-8"))


@act
def change_categorie(categorie, *, gelezen, verlagen=False, actor, now, **waarden):
    """Other words, terms, partner or level, for meldingen from now on; what was reported keeps level and dates."""
    categorie = _locked(categorie)
    _check(categorie.gemeente, categorie.soort, categorie.code, waarden)
    if waarden["vertrouwelijkheid"] < categorie.vertrouwelijkheid and not verlagen:
        raise RefusedAction(
            _("Het niveau gaat omlaag: meer mensen lezen dan mee. Weet u het zeker? Zet het vinkje bij “omlaag”.")
        )
    return change(categorie, waarden, gelezen=gelezen, event="categorie.gewijzigd", actor=actor, now=now)


@act
def make_categorie(gemeente, *, code, soort, actor, now, verlagen=False, gelezen=None, **waarden):
    """A category of the gemeente's own; its code is free and stays."""
    gemeente = locked_gemeente(gemeente)
    if soort == Soort.TEAM:
        raise RefusedAction(_("Over het eigen team is er één onderwerp. Een tweede kan niet."))
    if Categorie.objects.filter(gemeente=gemeente, code=code).exists():
        raise RefusedAction(
            _("Deze code bestaat al. Kies een andere, bijvoorbeeld %(code)s.") % {"code": free_code(gemeente)}
        )
    if Categorie.objects.filter(gemeente=gemeente, soort=soort, naam__iexact=waarden["naam"]).exists():
        raise RefusedAction(_("Er is al een onderwerp met deze naam."))
    _check(gemeente, soort, code, waarden)
    categorie = Categorie.objects.create(gemeente=gemeente, code=code, soort=soort, **waarden)
    note(categorie, "nieuw", "", categorie.naam, actor=actor, now=now)
    record("categorie.nieuw", categorie, actor=actor, now=now, code=code)
    return categorie


@act
def switch_categorie(categorie, *, actief, actor, now):
    """Off: nobody can choose it any more, meldingen about it stay. Pressed twice is once."""
    return change(_locked(categorie), {"actief": actief}, event="categorie.gewijzigd", actor=actor, now=now)


def free_code(gemeente):
    """The first code of one's own that is not used yet: X01, X02 …"""
    used = set(Categorie.objects.filter(gemeente=gemeente).values_list("code", flat=True))
    return next(code for code in (f"X{n:02}" for n in count(1)) if code not in used)


def _locked(categorie):
    return Categorie.objects.select_related("gemeente").select_for_update(of=("self",)).get(pk=categorie.pk)


def _check(gemeente, soort, code, waarden):
    """The rules that hold for every category, also an own one."""
    niveau = waarden["vertrouwelijkheid"]
    if soort == Soort.TEAM and niveau != Niveau.V3:
        raise RefusedAction(_("Een klacht over het eigen team is altijd strikt vertrouwelijk."))
    if soort == Soort.NIET_PLUIS and niveau < Niveau.V2:
        raise RefusedAction(_("Zorgen om iemand zijn altijd vertrouwelijk. Kies een hoger niveau."))
    if code in NEVER_KEPT and niveau < Niveau.V3:
        raise RefusedAction(_("Dit onderwerp is te gevoelig. Kies “Niet vastleggen” of “Strikt vertrouwelijk”."))
    _check_term(niveau, waarden.get("bewaar_maanden"))
    if waarden["fotos"] and (niveau > Niveau.V1 or soort not in WITH_PHOTOS):
        raise RefusedAction(_("Foto's kunnen alleen bij plekken en schade, en niet bij vertrouwelijke onderwerpen."))
    reactie, antwoord = waarden["reactie_werkdagen"], waarden["antwoord_werkdagen"]
    reactie = gemeente.reactie_werkdagen if reactie is None else reactie
    antwoord = gemeente.antwoord_werkdagen if antwoord is None else antwoord
    if antwoord < reactie:
        raise RefusedAction(
            _("Antwoord (%(antwoord)s werkdagen) komt voor de reactie (%(reactie)s werkdagen). Kies andere termijnen.")
            % {"antwoord": antwoord, "reactie": reactie}
        )


def _check_term(niveau, maanden):
    """A term of the subject's own stays within what its level allows."""
    if maanden is None:
        return
    if niveau == Niveau.V4:
        raise RefusedAction(_("Over dit onderwerp bewaren wij niets. Laat de maanden leeg."))
    if not 1 <= maanden <= BEWAAR_HOOGUIT[niveau]:
        raise RefusedAction(
            _("Bij dit niveau bewaren wij hooguit %(maanden)s maanden. Kies een kortere termijn.")
            % {"maanden": BEWAAR_HOOGUIT[niveau]}
        )
