"""What was counted by hand for a run, without showing it: how many people, and a mark of what stands there."""

from buurtpreventie.ui.gelezen import fingerprint
from evaluaties.models import Kanaal, Respons, Telling


def people_in(afname):
    """Of how many people the tally is."""
    return Respons.objects.filter(afname=afname, kanaal=Kanaal.TELLING).values_list("aantal", flat=True).first() or 0


def mark_of(afname):
    """The mark of the tally that stands there; another one after every change."""
    rows = Telling.objects.filter(afname=afname).order_by("pk").values_list("pk", flat=True)
    return fingerprint({"mensen": people_in(afname), "rijen": list(rows)})


def stands(afname):
    """{key: (n, counts)} of what was entered."""
    rows = Telling.objects.filter(afname=afname).values_list("sleutel", "n", "aantallen")
    return {sleutel: (n, aantallen) for sleutel, n, aantallen in rows}
