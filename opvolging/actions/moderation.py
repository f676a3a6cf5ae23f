"""Words made black with a trace, and a melding that should not have been one: closed with a kind answer."""

import re

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import locked
from meldingen.models import TEKSTVELDEN, Aanvulling, Bijlage, MeldingInhoud, Uitkomst
from opvolging.actions.answers import close_with_antwoord, finish_melding
from opvolging.actions.bundled import check_not_bundled, locked_together
from opvolging.models import Opvolging, VraagAanMelder

ZWART = "█████"
OVERAL = "overal"
ADRES = ("straat", "huisnummer")


@act
def black_out(melding, *, veld, passage, reden, actor, now):
    """Replace ``passage`` in one field, in what was added, or everywhere; the words themselves are gone.

    What partners may read loses them too. The log keeps who, when, where, how often and how long; never the words.
    """
    melding = locked(melding)
    pattern = _pattern(passage)
    found = _in_contents(melding, veld, pattern)
    if not found:
        raise RefusedAction(_("Deze woorden staan daar niet (meer). Neem ze precies zo over als ze er staan."))
    found += _in_extracts(melding, pattern)
    record(
        "melding.zwart", melding, actor=actor, now=now, veld=veld, tekens=len(passage.strip()), keer=found, reden=reden
    )
    return found


def _pattern(passage):
    """The same words, whatever their capitals and spaces."""
    return re.compile(r"\s+".join(re.escape(word) for word in passage.split()), re.IGNORECASE)


def _in_contents(melding, veld, pattern):
    """How often it stood in the contents and in what the melder said later."""
    inhoud = MeldingInhoud.objects.select_for_update(of=("self",)).get(pk=melding.pk)
    fields = [name for name in TEKSTVELDEN if veld in (name, OVERAL)]
    found = sum(_blacken(inhoud, name, pattern) for name in fields)
    if found:
        _forget_address(melding, inhoud, pattern, fields)
        inhoud.save()
    if veld in ("aanvulling", OVERAL):
        found += _in_rows(Aanvulling.objects.filter(melding=melding), "tekst", pattern)
        found += _in_rows(VraagAanMelder.objects.filter(melding=melding), "antwoord", pattern)
    return found


def _in_extracts(melding, pattern):
    return _in_rows(Opvolging.objects.filter(melding=melding), "uittreksel", pattern)


def _in_rows(rows, name, pattern):
    found = 0
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        n = _blacken(row, name, pattern)
        if n:
            row.save(update_fields=[name])
        found += n
    return found


def _blacken(row, name, pattern):
    """Replace in one field; how often."""
    text, n = pattern.subn(ZWART, getattr(row, name) or "")
    if n:
        setattr(row, name, text)
    return n


def _forget_address(melding, inhoud, pattern, fields):
    """An address that is black is not found by its index either."""
    if any(ZWART in getattr(inhoud, name) for name in ADRES if name in fields):
        inhoud.adres_index = melding.straat_index = ""
        melding.save(update_fields=["straat_index"])


@act
def moderate(melding, *, reden, tekst, actor, now):
    """Close what judges a group, insults or follows somebody: contents and photos go, the melder gets a kind answer.

    A second press changes nothing. Raises RefusedAction while a partner has it, and when it was answered otherwise.
    """
    melding = locked_together(melding)
    check_not_bundled(melding)
    if melding.melder_id:
        close_with_antwoord(melding, uitkomst=Uitkomst.NIET_PASSEND, tekst=tekst, actor=actor, now=now)
    else:
        finish_melding(melding, uitkomst=Uitkomst.NIET_PASSEND, actor=actor, now=now)
    melding = locked(melding)
    if _wipe(melding):
        record("melding.gemodereerd", melding, actor=actor, now=now, reden=reden)
    return melding


def _wipe(melding):
    """Whether there was anything left to wipe."""
    inhoud = MeldingInhoud.objects.select_for_update(of=("self",)).get(pk=melding.pk)
    full = [name for name in TEKSTVELDEN if getattr(inhoud, name) not in ("", ZWART)]
    for name in full:
        setattr(inhoud, name, ZWART)
    inhoud.adres_index = melding.straat_index = ""
    inhoud.save()
    melding.save(update_fields=["straat_index"])
    added = [row for row in Aanvulling.objects.filter(melding=melding) if row.tekst != ZWART]
    for row in added:
        row.tekst = ZWART
        row.save(update_fields=["tekst"])
    photos, _per_model = Bijlage.objects.filter(melding=melding).delete()
    return bool(full or added or photos)
