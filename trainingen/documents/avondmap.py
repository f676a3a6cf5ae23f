"""Everything a trainer takes to an evening on paper, as one file."""

from collections import defaultdict

from buurtpreventie.documents.rendering import render_pdf
from buurtpreventie.ui.text import clean_line
from trainingen import wall
from trainingen.models import InschrijvingStand, Onderwerp, Situatie, SituatieGroep
from trainingen.moments import moment_in_words

WALK_INS, FEWEST_WALK_INS, PAGE, NOTES, SLIPS = 8, 5, 17, 7, 2
TABLE_LINES = 5


def render_avondmap(sheet, user, today) -> bytes:
    """The list with boxes, the programme, the preparation, what is practised, slips, and the page for the wall."""
    sessie = sheet.sessie
    coming = people(sessie, InschrijvingStand.AANGEMELD)
    words = {
        "vel": sheet,
        "sessie": sessie,
        "wanneer": moment_in_words(sessie, today),
        "trainers": [clean_line(wie.naam) for wie in sessie.trainers.order_by("naam")],
        "komt": coming,
        "wacht": people(sessie, InschrijvingStand.WACHTLIJST),
        "inlopers": range(blank_lines(len(coming))),
        "groepen": situations(sessie, user) if sessie.module_id else [],
        "tafels": [] if sessie.module_id else list(sessie.werktafels.all()),
        "notities": range(NOTES),
        "tafelregels": range(TABLE_LINES),
        "briefjes": range(SLIPS),
        "onderwerpen": [label for code, label in Onderwerp.choices if code != Onderwerp.ANDERS],
        "telefoon": sessie.gemeente.meldpunt_telefoon,
        "muur": wall_page(sessie),
    }
    return render_pdf("documents/avondmap.html", words)


def blank_lines(coming):
    """For who walks in: what is left of the page, or a proper number on the next one."""
    left = PAGE - coming
    return left if left >= FEWEST_WALK_INS else WALK_INS


def people(sessie, stand):
    """(name, where from) of who is on the list like this; who waits in the order of turn, the others by name."""
    rows = sessie.inschrijvingen.filter(stand=stand).select_related("gebruiker").order_by("aangemeld_op", "pk")
    names = [(clean_line(row.naam), clean_line(row.waarvandaan)) for row in rows]
    if stand == InschrijvingStand.WACHTLIJST:
        return names
    return sorted(names, key=lambda one: one[0].casefold())


def situations(sessie, user):
    """(group, names) of what can be practised in this gemeente."""
    found = defaultdict(list)
    for situatie in Situatie.objects.visible_to(user).active().filter(gemeente=sessie.gemeente_id).order_by("naam"):
        found[situatie.groep].append(situatie.naam)
    return [(label, found[code]) for code, label in SituatieGroep.choices if found[code]]


def wall_page(sessie):
    """The code, its drawing and where to type it; None while there is no code."""
    if not (sessie.is_planned and sessie.wand_code and sessie.wand_geheim):
        return None
    return {
        "code": wall.code_in_words(sessie.wand_code),
        "qr": wall.qr_of(wall.link_of_wall(sessie)),
        "adres": wall.short_address(),
    }
