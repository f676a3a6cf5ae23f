"""Mail to who leads a team: why did so few people answer?"""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.outbox.models import Bericht, Soort
from evaluaties.mails.facts import one_line, page, queue_from

MOST = 15  # runs in one mail: the rest comes the next day


def bron_of_silence(person_id):
    """The cause of these mails to one person."""
    return f"geen_antwoord:{person_id}"


def asked_about_by_person(person_ids):
    """The keys of the runs that each of these people was asked about, as the keys of those mails say; one query."""
    found = defaultdict(set)
    sources = {bron_of_silence(pk): pk for pk in person_ids}
    for bron, sleutel in Bericht.objects.filter(bron__in=sources).values_list("bron", "sleutel"):
        found[sources[bron]] |= {int(pk) for pk in sleutel.rpartition(":")[2].split(".")}
    return found


def mail_why(person, runs, *, now):
    """One mail about some runs: (run, team) pairs."""
    runs = runs[:MOST]
    afname, team = runs[0]
    facts = {"n": len(runs), "link": page("stilte", team.pk)}
    lines = "\n".join(f"- {one_line(run.naam_toen)}" for run, _team in runs)
    return queue_from(
        afname.gemeente or afname.regio,
        bron=bron_of_silence(person.pk),
        sleutel=f"{bron_of_silence(person.pk)}:{'.'.join(str(run.pk) for run, _team in runs)}",
        aan=person.email,
        onderwerp=_("Waarom vulden mensen het niet in?"),
        tekst=ngettext(
            "Bij dit formulier kwamen minder antwoorden dan verwacht:",
            "Bij deze formulieren kwamen minder antwoorden dan verwacht:",
            len(runs),
        )
        + f"\n\n{lines}\n\n"
        + _(
            "Ook mensen van uw team kregen de vraag. Wat denkt u: hoe komt het? "
            "Wij vragen niet wie het was. U helpt ons om het de volgende keer beter te doen.\n\n"
            "Zeg het in 1 minuut: %(link)s"
        )
        % facts,
        now=now,
        soort=Soort.TAAK,
    )
