"""The own words of a gemeente; without a row the text of the product holds (E013)."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from teams.actions.changes import locked_gemeente, note, refuse_unread
from teams.models import GemeenteTekst
from teams.teksten import TEKSTEN, own_texts


@transaction.atomic
def write_text(gemeente, sleutel, *, tekst, gelezen=None, actor, now):
    """Use these words from now on; the text of the product itself is no own text."""
    gemeente = locked_gemeente(gemeente)
    before = own_texts(gemeente).get(sleutel, "")
    refuse_unread({"tekst": before}, gelezen)
    after = "" if tekst == str(TEKSTEN[sleutel].standaard) else tekst
    if before == after:
        return
    rows = GemeenteTekst.objects.filter(gemeente=gemeente, sleutel=sleutel)
    if after:
        GemeenteTekst.objects.update_or_create(gemeente=gemeente, sleutel=sleutel, defaults={"tekst": after})
    else:
        rows.delete()
    note(gemeente, f"tekst {sleutel}", before, after, actor=actor, now=now)
    record("gemeente.tekst", gemeente, actor=actor, now=now, sleutel=sleutel)


def forget_text(gemeente, sleutel, *, actor, now):
    """Back to the text of the product; pressed twice is once."""
    write_text(gemeente, sleutel, tekst=str(TEKSTEN[sleutel].standaard), actor=actor, now=now)
