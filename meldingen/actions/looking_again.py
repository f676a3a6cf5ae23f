"""Even aanzien of a volunteer: asked after two weeks, once, answered with one tap, and then emptied (E128)."""

from datetime import time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions.drafts import begin_concept, save_concept
from meldingen.mails import mail_even_aanzien
from meldingen.models import Concept, EvenAanzien
from teams.clocks import Kalender, at, local_date
from teams.models import Soort

KIJKEN_DAGEN = WACHTEN_DAGEN = 14
ASK_FROM = time(9, 0)


@act
def begin_even_aanzien(*, gemeente, wie, buurt=None, notitie="", sleutel=None, actor, now):
    """Ask ``wie`` in two weeks how it is; the same ``sleutel`` (a page sent twice) is one time."""
    facts = {"sleutel": sleutel} if sleutel else {}
    try:
        with transaction.atomic():
            kijk = EvenAanzien.objects.create(
                gemeente=gemeente,
                wie=wie,
                buurt=buurt,
                notitie=notitie or None,
                begonnen_op=now,
                vragen_op=local_date(now) + timedelta(days=KIJKEN_DAGEN),
                **facts,
            )
    except IntegrityError:
        kijk = EvenAanzien.objects.filter(sleutel=sleutel, wie=wie).first()
        if kijk is None:
            raise RefusedAction(_("Dat lukte niet. Open de pagina opnieuw en probeer het nog een keer.")) from None
        return kijk
    record("even_aanzien.begonnen", kijk, actor=actor, now=now, vragen_op=kijk.vragen_op)
    return kijk


def ask_how_it_is(now):
    """Ask everybody whose two weeks are over, once and on a working day; gives the number of mails."""
    return sum(_ask(kijk, now) for kijk in EvenAanzien.objects.to_ask(local_date(now)).order_by("pk"))


@act
def _ask(kijk, now):
    rows = EvenAanzien.objects.to_ask(local_date(now)).select_related("gemeente", "wie")
    kijk = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=kijk.pk).first()
    today = local_date(now)
    if kijk is None or not Kalender.of(kijk.gemeente).is_working_day(today) or now < at(today, ASK_FROM):
        return 0
    kijk.gevraagd_op = now
    kijk.save()
    return 1 if mail_even_aanzien(kijk, now) else 0


@act
def answer_even_aanzien(kijk, *, uitkomst, actor, now):
    """What the volunteer tapped; the note is wiped, and with ZORGEN it becomes the first words of a draft."""
    kijk = EvenAanzien.objects.select_related("gemeente").select_for_update(of=("self",)).get(pk=kijk.pk)
    if not kijk.is_open:
        if kijk.uitkomst != uitkomst:
            raise RefusedAction(_("U hebt dit al beantwoord. Maakt u zich weer zorgen? Begin dan opnieuw."))
        return kijk
    if uitkomst == EvenAanzien.Uitkomst.ZORGEN:
        _to_concept(kijk, actor, now)
    return _end(kijk, uitkomst, actor, now)


def _to_concept(kijk, actor, now):
    """A draft under the same key, so that a second tap leads to the same one."""
    concept = begin_concept(Soort.NIET_PLUIS, gemeente=kijk.gemeente, actor=actor, now=now, sleutel=kijk.sleutel)
    antwoorden = {"wens": "doorgeven", "waarneming": kijk.notitie or ""}
    if kijk.buurt_id:
        antwoorden["buurt"] = str(kijk.buurt_id)
    save_concept(concept, antwoorden, now=now)


def concept_of(kijk):
    """The draft that this look became, as long as it is there."""
    return Concept.objects.filter(pk=kijk.sleutel, eigenaar=kijk.wie_id).first()


def _end(kijk, uitkomst, actor, now):
    kijk.uitkomst, kijk.klaar_op, kijk.notitie, kijk.buurt = uitkomst, now, None, None
    kijk.save()
    record("even_aanzien.klaar", kijk, actor=actor, now=now)
    return kijk


@act
def forget_even_aanzien(now):
    """Empty what nobody answered within two weeks of the question; gives their number."""
    left_alone = EvenAanzien.objects.unanswered_since(now - timedelta(days=WACHTEN_DAGEN))
    rows = list(left_alone.select_for_update(of=("self",), skip_locked=True))
    for kijk in rows:
        _end(kijk, EvenAanzien.Uitkomst.WEG, None, now)
    return len(rows)
