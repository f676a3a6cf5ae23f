"""Checking and writing what is known of a walked round: who was there, where, and nobody in two places at once."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from teams.clocks import local_date
from teams.rondes.actions.elsewhere import names_elsewhere, refused_when_elsewhere
from teams.rondes.models import Deelname, RondeStraat
from teams.rondes.names import member_ids
from teams.rondes.permissions import can_plan
from teams.rondes.times import refuse_odd_moment, refuse_odd_span

Stand = Deelname.Stand


def refuse_feiten(team, feiten, ronde, now):
    """RefusedAction when a round cannot have been like this."""
    refuse_odd_span(feiten.begin, feiten.einde)
    refuse_odd_moment(feiten.begin, feiten.einde, now)
    if not feiten.deelnemers:
        raise RefusedAction(_("Kies wie er meeliep. Er liep in elk geval iemand van uw team."))
    if not feiten.has_place:
        raise RefusedAction(_("Kies een route, of schrijf op door welke straten u ging."))
    if feiten.route and feiten.route.team_id != team.pk:
        raise RefusedAction(_("Deze route is niet van uw team. Kies een andere."))
    refuse_strangers(team, feiten, ronde)
    refuse_if_elsewhere(feiten, ronde)


def refuse_strangers(team, feiten, ronde):
    """RefusedAction for who was not of the team on that day; who stands in the round already may stay."""
    known = set(member_ids(team, local_date(feiten.begin)))
    known |= set(Deelname.objects.filter(ronde=ronde).values_list("gebruiker", flat=True)) if ronde else set()
    strange = next((wie for wie in feiten.deelnemers if wie.pk not in known), None)
    if strange:
        raise RefusedAction(_("%(naam)s was op die dag niet in uw team.") % {"naam": strange.naam})


def refuse_if_elsewhere(feiten, ronde):
    """RefusedAction for who walked in another round at that time."""
    if names := names_elsewhere(feiten.deelnemers, feiten.begin, feiten.einde, but=ronde):
        raise RefusedAction(in_two_rounds(names[0]))


def in_two_rounds(naam):
    """What to do about somebody who would walk in two rounds at once."""
    sentence = _("%(naam)s liep toen mee in een andere ronde. Pas de tijd aan, of haal het vinkje weg.")
    return sentence % {"naam": naam}


def refuse_if_not_there(ronde, feiten, actor):
    """A round is written down by who walked along, or by who leads the team."""
    if actor not in feiten.deelnemers and not can_plan(actor, ronde.team):
        raise RefusedAction(_("Alleen wie meeliep schrijft een verslag. Liep u mee? Zet dan een vinkje bij uzelf."))


def write_people(ronde, feiten, now):
    """Who was there gets the time of the round; who signed up and was not there did not come.

    Always in the order of persons, so that two rounds that share people never wait for each other in a circle.
    """
    rows = {d.gebruiker_id: d for d in Deelname.objects.select_for_update(of=("self",)).filter(ronde=ronde, gast="")}
    there = {wie.pk for wie in feiten.deelnemers}
    with refused_when_elsewhere(in_two_rounds(_("Een van u"))):
        for pk in sorted(there | rows.keys()):
            _write_person(rows.get(pk) or Deelname(ronde=ronde, gebruiker_id=pk), pk in there, feiten, now)
    _write_guests(ronde, feiten, now)


def _write_person(deelname, was_there, feiten, now):
    """One row as it must be; a row that is right already stays as it is."""
    if not was_there and deelname.stand == Stand.AFGEMELD:
        return
    stand = Stand.LIEP_MEE if was_there else Stand.NIET_GEKOMEN
    deelname.sinds = deelname.sinds if deelname.stand == stand else now
    deelname.stand = stand
    deelname.tijdvak = (feiten.begin, feiten.einde) if was_there else None
    deelname.vervanging_gevraagd_op = None
    deelname.save()


def _write_guests(ronde, feiten, now):
    """As many rows of each guest as there were guests."""
    wanted = list(feiten.gasten)
    for row in Deelname.objects.filter(ronde=ronde).exclude(gast="").order_by("pk"):
        guest = (row.gast, row.gast_naam)
        if guest in wanted:
            wanted.remove(guest)
            row.stand, row.tijdvak = Stand.LIEP_MEE, (feiten.begin, feiten.einde)
            row.save(update_fields=["stand", "tijdvak"])
        else:
            row.delete()
    for gast, naam in wanted:
        Deelname.objects.create(
            ronde=ronde,
            gast=gast,
            gast_naam=naam,
            stand=Stand.LIEP_MEE,
            sinds=now,
            tijdvak=(feiten.begin, feiten.einde),
        )


def write_place(ronde, feiten):
    """The route, or the streets in the order of walking; before the round is finished (a trigger asks for one)."""
    RondeStraat.objects.filter(ronde=ronde).delete()
    RondeStraat.objects.bulk_create(
        RondeStraat(ronde=ronde, straat=straat, volgorde=volgorde)
        for volgorde, straat in enumerate(dict.fromkeys(feiten.straten))
    )
    ronde.route, ronde.andere_straten = feiten.route, feiten.andere_straten
