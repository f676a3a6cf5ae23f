"""What beheer, or a coordinator for the own members, does for one person: invite again, mend an address, sign out."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.actions import invite
from buurtpreventie.accounts.actions.people import end_sessions, moved_to_new_email, reset_second_factor
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import locked_gemeente, note, refuse_unread
from teams.clocks import local_date
from teams.models import Aanstelling
from teams.permissions import reaches_all_roles
from teams.wijzigingen import words_of

DOUBLE_CLICK = timedelta(minutes=1)
SEAT = ["soorten", "hoogste_niveau"]


@transaction.atomic
def invite_again(gebruiker, *, gemeente, waarvoor, actor, now):
    """A fresh link for who never came in; the earlier one ends. A double click is one invitation."""
    gebruiker = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    _refuse_known(gebruiker)
    just_now = gebruiker.uitnodigingen.filter(gemaakt_op__gt=now - DOUBLE_CLICK, gebruikt_op__isnull=True).first()
    if just_now:
        return just_now
    return invite(
        gebruiker,
        actor=actor,
        now=now,
        waarvoor=waarvoor[:200],
        gemeente_id=gemeente.pk,
        antwoord_aan=gemeente.meldpunt_email,
    )


@transaction.atomic
def mend_address(gebruiker, *, email, gemeente, waarvoor, actor, now):
    """Another mail address for who never came in, and an invitation there; the old link ends at once.

    Raises RefusedAction for somebody who came in before, has a role out of the actor's reach, or for a known address.
    """
    gebruiker = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    email = email.strip().lower()
    if gebruiker.email == email:
        return gebruiker
    _refuse_known(gebruiker)
    if gebruiker.pk == actor.pk or not reaches_all_roles(actor, gebruiker, local_date(now)):
        raise RefusedAction(_("Deze persoon heeft ook een rol die u niet beheert. Vraag de beheerder van de gemeente."))
    if Gebruiker.objects.with_email(email):
        raise RefusedAction(_("Dit adres is al van iemand anders. Controleer het adres."))
    gebruiker.email = email
    gebruiker.save(update_fields=["email"])
    moved_to_new_email(gebruiker, actor=actor, now=now)
    invite(
        gebruiker,
        actor=actor,
        now=now,
        waarvoor=waarvoor[:200],
        gemeente_id=gemeente.pk,
        antwoord_aan=gemeente.meldpunt_email,
    )
    return gebruiker


@transaction.atomic
def sign_out_everywhere(gebruiker, *, actor, now):
    """The telephone is lost: every browser of this person is signed out."""
    end_sessions(gebruiker, actor=actor, now=now)


@transaction.atomic
def take_away_second_factor(gebruiker, *, gecontroleerd, gemeente, actor, now):
    """The telephone with the app is gone: after a check of who it is, the person chooses a new extra code.

    ``gecontroleerd`` is the code of how that was checked. Raises RefusedAction for oneself, and for somebody with a
    role out of the actor's reach. A second press changes nothing.
    """
    gebruiker = Gebruiker.objects.select_for_update().get(pk=gebruiker.pk)
    if gebruiker.pk == actor.pk:
        raise RefusedAction(_("Uw eigen extra code kan alleen een collega weghalen."))
    if not reaches_all_roles(actor, gebruiker, local_date(now)):
        raise RefusedAction(_("Deze persoon heeft ook een rol die u niet beheert. Vraag het platformbeheer."))
    reset_second_factor(
        gebruiker,
        actor=actor,
        now=now,
        gemeente_id=gemeente.pk,
        antwoord_aan=gemeente.meldpunt_email,
        gecontroleerd=gecontroleerd,
    )


@transaction.atomic
def change_seat(aanstelling, *, soorten, hoogste_niveau, gelezen, actor, now):
    """Other kinds or another level at the meldpunt: the old appointment ends today and a new one begins."""
    locked_gemeente(aanstelling.gemeente)
    old = Aanstelling.objects.select_for_update(of=("self",)).get(pk=aanstelling.pk)
    today = local_date(now)
    if old.rol != Aanstelling.Rol.MELDPUNT or (old.tot and old.tot <= today):
        raise RefusedAction(_("Deze rol is al gestopt of leest geen meldingen. Er is niets veranderd."))
    if actor.pk == old.gebruiker_id and not actor.is_superuser:
        raise RefusedAction(_("U kunt uw eigen rol niet wijzigen. Vraag een collega."))
    before = words_of(old, SEAT)
    refuse_unread(before, gelezen)
    if (set(soorten), hoogste_niveau) == (set(old.soorten), old.hoogste_niveau):
        return old
    until = old.tot
    old.tot = max(today, old.van)
    old.save(update_fields=["tot"])
    new = Aanstelling.objects.create(
        gebruiker=old.gebruiker,
        rol=old.rol,
        gemeente_id=old.gemeente_id,
        soorten=list(soorten),
        hoogste_niveau=hoogste_niveau,
        van=old.tot,
        tot=until,
    )
    for veld, words in words_of(new, SEAT).items():
        if words != before[veld]:
            note(new, veld, before[veld], words, actor=actor, now=now)
    record("aanstelling.gewijzigd", new, actor=actor, now=now, was=old.pk, niveau=hoogste_niveau)
    return new


def _refuse_known(gebruiker):
    """Who came in once looks after the own address."""
    if gebruiker.last_login or gebruiker.uitnodigingen.filter(gebruikt_op__isnull=False).exists():
        raise RefusedAction(_("Deze persoon heeft al ingelogd en kan zelf een nieuwe code vragen."))
