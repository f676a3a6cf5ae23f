"""Tables of a knowledge evening and what was agreed there: an owner and a date, always (E189, E193)."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from teams.clocks import local_date
from trainingen.actions.locking import locked_sessie
from trainingen.models import Actiepunt, SessieSoort, SessieStand, Werktafel
from trainingen.tables import words_of

MOST_TABLES = 20


@transaction.atomic
def add_table(sessie, *, vraag, gespreksleider="", actor, now):
    """A table with the next number; the same question twice is one table."""
    sessie = locked_sessie(sessie)
    _check(sessie)
    tables = Werktafel.objects.filter(sessie=sessie)
    same = tables.filter(vraag=vraag).first()
    if same:
        return same
    if tables.count() >= MOST_TABLES:
        raise RefusedAction(_("Er zijn al 20 werktafels. Voeg vragen samen."))
    nummer = (tables.aggregate(hoogste=Max("nummer"))["hoogste"] or 0) + 1
    tafel = tables.create(sessie=sessie, nummer=nummer, vraag=vraag, gespreksleider=gespreksleider)
    record("werktafel.gemaakt", tafel, actor=actor, now=now)
    return tafel


def _check(sessie):
    if sessie.soort != SessieSoort.KENNISAVOND:
        raise RefusedAction(_("Werktafels horen bij een kennisavond. Dit is een training."))
    if sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond ging niet door. Er komen geen werktafels bij."))


@transaction.atomic
def change_table(tafel, *, vraag, gespreksleider, uitkomst, deelnemers, gelezen, actor, now):
    """Other words, and who sits there: somebody sits at one table. Refused when a colleague wrote meanwhile."""
    locked_sessie(tafel.sessie)
    tafel = Werktafel.objects.select_for_update().get(pk=tafel.pk)
    if gelezen != fingerprint(words_of(tafel)):
        raise RefusedAction(_("Een collega heeft dit zojuist gewijzigd. Wat u typte, staat er nog. Sla het weer op."))
    tafel.vraag, tafel.gespreksleider, tafel.uitkomst = vraag, gespreksleider, uitkomst
    tafel.save(update_fields=["vraag", "gespreksleider", "uitkomst"])
    tafel.deelnemers.exclude(pk__in=[row.pk for row in deelnemers]).update(werktafel=None)
    tafel.sessie.inschrijvingen.filter(pk__in=[row.pk for row in deelnemers]).update(werktafel=tafel)
    record("werktafel.gewijzigd", tafel, actor=actor, now=now)
    return tafel


@transaction.atomic
def remove_table(tafel, *, actor, now):
    """Take away a table of which nothing came; refused when there is an outcome or something was agreed."""
    locked_sessie(tafel.sessie)
    tafel = Werktafel.objects.select_for_update().filter(pk=tafel.pk).first()
    if tafel is None:
        return
    if tafel.uitkomst or tafel.actiepunten.exists():
        raise RefusedAction(_("Aan deze tafel is al iets opgeschreven. De tafel blijft daarom staan."))
    record("werktafel.weg", tafel, actor=actor, now=now)
    tafel.delete()


@transaction.atomic
def add_point(sessie, *, wat, voor, eigenaar=None, eigenaar_naam="", werktafel=None, actor, now):
    """Somebody will do this by that day; pressed twice it is one point."""
    sessie = locked_sessie(sessie)
    if sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond ging niet door. Er is niets afgesproken."))
    if voor < local_date(now):
        raise RefusedAction(_("Deze dag is al voorbij. Kies vandaag of een latere dag."))
    facts = {"wat": wat, "voor": voor, "eigenaar": eigenaar, "eigenaar_naam": eigenaar_naam, "werktafel": werktafel}
    same = Actiepunt.objects.filter(sessie=sessie, klaar_op__isnull=True, **facts).first()
    if same:
        return same
    punt = Actiepunt.objects.create(sessie=sessie, gemaakt_op=now, **facts)
    record("actiepunt.gemaakt", punt, actor=actor, now=now)
    return punt


@transaction.atomic
def finish_point(punt, *, resultaat, actor, now):
    """It is done; a second press changes nothing."""
    punt = Actiepunt.objects.select_for_update(of=("self",)).get(pk=punt.pk)
    if punt.klaar_op:
        return punt
    punt.klaar_op, punt.resultaat = now, resultaat
    punt.save(update_fields=["klaar_op", "resultaat"])
    record("actiepunt.klaar", punt, actor=actor, now=now)
    return punt


@transaction.atomic
def reopen_point(punt, *, actor, now):
    """It is not done after all."""
    punt = Actiepunt.objects.select_for_update(of=("self",)).get(pk=punt.pk)
    if punt.klaar_op is None:
        return punt
    punt.klaar_op, punt.resultaat = None, ""
    punt.save(update_fields=["klaar_op", "resultaat"])
    record("actiepunt.weer_open", punt, actor=actor, now=now)
    return punt
