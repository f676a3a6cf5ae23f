"""What a team did the last time, to start a sheet of paper from."""

from django.utils import timezone

from teams.rondes.models import Deelname, Ronde, RondeStand, RondeStraat, Verslag


def last_time(team, user):
    """Times, place, people and attention of the last round that was written down, as fields of a form show them."""
    rows = Ronde.objects.visible_to(user).filter(team=team, stand=RondeStand.AFGEROND)
    ronde = rows.order_by("-moment", "-pk").first()
    return of_ronde(ronde, user) | of_verslag(ronde, user) if ronde else {}


def of_ronde(ronde, user):
    """When, where and who."""
    there = list(Deelname.objects.visible_to(user).filter(ronde=ronde).walked())
    streets = RondeStraat.objects.visible_to(user).filter(ronde=ronde).values_list("straat__naam", flat=True)
    begin, einde = timezone.localtime(ronde.begin), timezone.localtime(ronde.einde)
    return {
        "begin": f"{begin:%H:%M}",
        "einde": f"{einde:%H:%M}",
        "route": str(ronde.route_id or ""),
        "straten": ", ".join(filter(None, [*streets, ronde.andere_straten.replace("; ", ", ")])),
        "deelnemers": [str(d.gebruiker_id) for d in there if d.gebruiker_id],
        "gasten": sorted({d.gast for d in there if d.gast}),
    }


def of_verslag(ronde, user):
    """Which roads, and what they paid attention to."""
    verslag = Verslag.objects.visible_to(user).finished().filter(ronde=ronde).order_by("klaar_op", "pk").last()
    return {"wegen": verslag.wegen, "lette_op": verslag.lette_op} if verslag else {}
