"""Who walks along: signed up, not able to come, and somebody in their place."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop_keys
from teams.clocks import local_date
from teams.models import Lidmaatschap
from teams.rondes.actions.locking import locked_ronde
from teams.rondes.mails.planning import keys_of_request, mail_request, mail_stand_in
from teams.rondes.models import Deelname, Ronde, RondeStand
from teams.rondes.moments import plan_in_words


@transaction.atomic
def sign_up(ronde, *, gebruiker=None, actor, now):
    """Walk along; with an open request of somebody who cannot come, in their place. Twice is once.

    ``gebruiker`` is somebody else for whom the coordinator does it. Raises RefusedAction for a round that began,
    was called off or is over, for who is no member then, and for who walks another round at that time.
    """
    ronde, gebruiker = _open_for(ronde, gebruiker or actor, now)
    deelname = Deelname.objects.filter(ronde=ronde, gebruiker=gebruiker).first()
    if deelname and deelname.stand == Deelname.Stand.AANGEMELD:
        return deelname
    _refuse_two_at_once(ronde, gebruiker)
    if deelname:
        _come_back(deelname, now)
    else:
        deelname = Deelname.objects.create(ronde=ronde, gebruiker=gebruiker, sinds=now)
        stand_in(deelname, now=now)
    record("ronde.aangemeld", ronde, actor=actor, now=now, wie=gebruiker.pk)
    return deelname


def stand_in(deelname, *, now):
    """Take the place of who asked for it first, and tell them; nothing when nobody asks. The round is locked."""
    asked = Deelname.objects.filter(
        ronde=deelname.ronde_id, vervanging_gevraagd_op__isnull=False, invaller__isnull=True
    ).exclude(pk=deelname.pk)
    first = asked.select_related("gebruiker").order_by("vervanging_gevraagd_op", "pk").first()
    if first is None:
        return None
    deelname.vervangt = first
    deelname.save(update_fields=["vervangt"])
    drop_keys(keys_of_request(first), now=now)
    mail_stand_in(deelname, now=now)
    return first


@transaction.atomic
def cannot_come(ronde, *, gebruiker=None, actor, now):
    """Say no, without a reason; who had signed up asks the team for somebody in their place. Twice is once."""
    ronde, gebruiker = _open_for(ronde, gebruiker or actor, now)
    deelname = Deelname.objects.filter(ronde=ronde, gebruiker=gebruiker).first()
    if deelname and deelname.stand != Deelname.Stand.AANGEMELD:
        return deelname
    asks = deelname is not None
    deelname = deelname or Deelname(ronde=ronde, gebruiker=gebruiker)
    deelname.stand, deelname.sinds = Deelname.Stand.AFGEMELD, now
    deelname.vervanging_gevraagd_op = now if asks else None
    deelname.save()
    record("ronde.afgemeld", ronde, actor=actor, now=now, wie=gebruiker.pk, vervanging=asks)
    if asks:
        mail_request(deelname, now=now)
    return deelname


def _open_for(ronde, gebruiker, now):
    """The round and the person, both held: a person signs up for one round after the other."""
    ronde = locked_ronde(ronde)
    gebruiker = Gebruiker.objects.select_for_update(no_key=True).get(pk=gebruiker.pk)
    if ronde.stand == RondeStand.VERVALLEN:
        raise RefusedAction(_("Deze ronde gaat niet door."))
    if ronde.stand != RondeStand.GEPLAND:
        raise RefusedAction(_("Deze ronde is al begonnen. Loopt u mee? Vraag wie er loopt om u erbij te zetten."))
    if ronde.gepland_tot <= now:
        raise RefusedAction(_("Deze ronde is voorbij. Liep u mee? Leg de ronde dan vast."))
    members = Lidmaatschap.objects.filter(team=ronde.team_id, gebruiker=gebruiker)
    if not members.current(local_date(now)).current(local_date(ronde.gepland_van)).exists():
        raise RefusedAction(_("%(naam)s is dan geen lid van dit team.") % {"naam": gebruiker.naam})
    return ronde, gebruiker


def _refuse_two_at_once(ronde, gebruiker):
    """Nobody promises to be in two places."""
    other = (
        Ronde.objects.filter(
            stand__in=[RondeStand.GEPLAND, RondeStand.BEZIG],
            gepland_van__lt=ronde.gepland_tot,
            gepland_tot__gt=ronde.gepland_van,
            deelnames__gebruiker=gebruiker,
            deelnames__stand__in=[Deelname.Stand.AANGEMELD, Deelname.Stand.LIEP_MEE],
        )
        .exclude(pk=ronde.pk)
        .select_related("team")
        .order_by("gepland_van")
        .first()
    )
    if other:
        raise RefusedAction(
            _("%(naam)s staat al bij een andere ronde op dat moment: %(team)s, %(moment)s. Meld u daar eerst af.")
            % {"naam": gebruiker.naam, "team": other.team, "moment": plan_in_words(other, other.gepland_van)}
        )


def _come_back(deelname, now):
    """Able to come after all: the own request ends, and who stood in simply walks along as well."""
    Deelname.objects.filter(vervangt=deelname).update(vervangt=None)
    drop_keys(keys_of_request(deelname), now=now)
    deelname.stand, deelname.sinds, deelname.vervanging_gevraagd_op = Deelname.Stand.AANGEMELD, now, None
    deelname.save(update_fields=["stand", "sinds", "vervanging_gevraagd_op"])
    if deelname.vervangt_id is None:
        stand_in(deelname, now=now)
