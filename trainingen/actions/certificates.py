"""Certificates: given by an evening, written down by who saw one, and taken back; never edited (E166, E184)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import date_in_words
from teams.clocks import local_date
from teams.models import Lidmaatschap, Team
from trainingen.models import Bewijs, Inschrijving, SessieStand
from trainingen.validity import rules_of

ONCE = "bewijs_een_per"  # what the database says about the same certificate again


@transaction.atomic
def issue_bewijzen(sessie, *, actor, now):
    """A certificate for everybody of a team who was there, when the module gives one; the evening is locked already."""
    present = Inschrijving.objects.present().filter(sessie=sessie, gebruiker__isnull=False).order_by("pk")
    issued = [issue_bewijs(row, actor=actor, now=now) for row in present.select_related("sessie__module")]
    return [bewijs for bewijs in issued if bewijs]


@transaction.atomic
def issue_bewijs(inschrijving, *, actor, now):
    """What this person gained; None for a guest, for who was not there, and where a module gives nothing.

    Twice is once, and so are two evenings of one kind on one day.
    """
    if not _gains(inschrijving):
        return None
    earlier = Bewijs.objects.standing().filter(inschrijving=inschrijving).first()
    if earlier:
        return earlier
    sessie = inschrijving.sessie
    soort = sessie.module.bewijs
    return _write(
        Bewijs(
            gemeente_id=sessie.gemeente_id,
            gebruiker_id=inschrijving.gebruiker_id,
            soort=soort,
            gehaald_op=sessie.dag,
            geldig_tot=rules_of(sessie.gemeente_id)[soort].ends(sessie.dag),
            inschrijving=inschrijving,
            vastgelegd_door=actor,
            vastgelegd_op=now,
        ),
        actor=actor,
        now=now,
    )


@transaction.atomic
def withdraw_bewijs_of(inschrijving, *, actor, now):
    """This person was not there after all: what the evening gave is taken back, before the tick is.

    Who was at another evening of the same kind that day keeps the certificate, from there.
    """
    for bewijs in _locked(Bewijs.objects.standing().filter(inschrijving=inschrijving)):
        _take_back(bewijs, actor, now)
        other = _same_day(bewijs).exclude(pk=inschrijving.pk).select_related("sessie__module").first()
        if other:
            issue_bewijs(other, actor=actor, now=now)


@transaction.atomic
def note_seen(team, *, leden, soort, gehaald_op, gezien_op, actor, now):
    """Write down for these people of the team that somebody saw a certificate; no document is kept.

    Raises RefusedAction for who is no member today, for a day to come, and for what counts no more.
    """
    team = Team.objects.select_for_update(of=("self",)).get(pk=team.pk)
    today = local_date(now)
    rule = rules_of(team.gemeente_id)[soort]
    _refuse_impossible(gehaald_op, gezien_op, today)
    _refuse_over(rule.ends(gehaald_op), today)
    members = set(Lidmaatschap.objects.current(today).filter(team=team).values_list("gebruiker", flat=True))
    if not leden or not {gebruiker.pk for gebruiker in leden} <= members:
        raise RefusedAction(_("Kies alleen mensen die nu lid zijn van dit team."))
    return [
        _write(
            Bewijs(
                gemeente_id=team.gemeente_id,
                gebruiker=gebruiker,
                soort=soort,
                gehaald_op=gehaald_op,
                gezien_op=gezien_op,
                geldig_tot=rule.ends(gehaald_op),
                vastgelegd_door=actor,
                vastgelegd_op=now,
            ),
            actor=actor,
            now=now,
        )
        for gebruiker in sorted(leden, key=lambda gebruiker: gebruiker.pk)
    ]


@transaction.atomic
def withdraw(bewijs, *, actor, now):
    """Take back a mistake; pressed twice is once. What an evening gave is mended on the list of that evening."""
    bewijs = _locked(Bewijs.objects.filter(pk=bewijs.pk)).get()
    if bewijs.inschrijving_id:
        raise RefusedAction(
            _("Dit bewijs komt van een training. Vraag de trainer om de lijst van die avond te verbeteren.")
        )
    if bewijs.ingetrokken_op is None:
        _take_back(bewijs, actor, now)
    return bewijs


def _gains(inschrijving):
    module = inschrijving.sessie.module
    return bool(inschrijving.aanwezig and inschrijving.gebruiker_id and module and module.bewijs)


def _write(bewijs, *, actor, now):
    """This certificate, or the one of the same kind and day that was there already or arrives at the same moment."""
    try:
        with transaction.atomic():
            bewijs.save()
    except IntegrityError as clash:
        if ONCE not in str(clash):
            raise
        same_day = Bewijs.objects.standing().filter(gebruiker=bewijs.gebruiker_id, gehaald_op=bewijs.gehaald_op)
        return same_day.get(soort=bewijs.soort)
    record("bewijs.vastgelegd", bewijs, actor=actor, now=now, soort=bewijs.soort, gehaald_op=bewijs.gehaald_op)
    return bewijs


def _locked(rows):
    return rows.select_for_update(of=("self",)).order_by("pk")


def _take_back(bewijs, actor, now):
    bewijs.ingetrokken_op, bewijs.ingetrokken_door = now, actor
    bewijs.save(update_fields=["ingetrokken_op", "ingetrokken_door"])
    record("bewijs.ingetrokken", bewijs, actor=actor, now=now, soort=bewijs.soort)


def _same_day(bewijs):
    """Where else this person was on that day, that gives the same."""
    return Inschrijving.objects.present().filter(
        gebruiker=bewijs.gebruiker_id,
        sessie__stand=SessieStand.GEHOUDEN,
        sessie__dag=bewijs.gehaald_op,
        sessie__module__bewijs=bewijs.soort,
    )


def _refuse_impossible(gehaald_op, gezien_op, today):
    if max(gehaald_op, gezien_op) > today:
        raise RefusedAction(_("Deze dag komt nog. Kies vandaag of een eerdere dag."))
    if gezien_op < gehaald_op:
        raise RefusedAction(_("U kunt een bewijs niet zien voor de dag waarop het is gehaald. Kijk de dagen na."))


def _refuse_over(ends, today):
    if ends is not None and ends <= today:
        raise RefusedAction(
            _("Dit bewijs telt sinds %(dag)s niet meer. Vraag om een nieuw bewijs.")
            % {"dag": date_in_words(ends, today)}
        )
