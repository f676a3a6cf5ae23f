"""What somebody wrote stands in a report only after a person took out what points at somebody (E216)."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.closing import close_afname
from evaluaties.actions.redacting import hold_back, release_words
from evaluaties.models import OpenAntwoord, Pool
from evaluaties.naming import found_in, in_pieces, known_names, marked
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, monday, publish, start_version
from evaluaties.tests.test_publishing import wait
from teams.clocks import local_date
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    GebruikerFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    StraatFactory,
    TeamFactory,
)

NOW = timezone.now()
MOST = 13  # queries of a page, as for every list
WORDS = "Jan uit de Dorpsstraat 12 was boos"


@pytest.fixture
def afname():
    return publish(AfnameFactory(), [NPE_ANSWERS] * 6)


@pytest.fixture
def trainer(afname):
    return AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker


def said(afname, tekst=WORDS, **facts):
    vraag = afname.versie.vraagreeks.get(code="NPE8")
    where = facts or {"afname": afname}
    return OpenAntwoord.objects.create(vraag=vraag, week=monday(local_date(NOW)), tekst=tekst, **where)


def stored(woorden):
    return OpenAntwoord.objects.get(pk=woorden.pk)


# --- deciding ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_released_words_are_readable_and_the_original_is_gone(afname, trainer):
    woorden = said(afname)
    release_words(woorden, tekst="Iemand was boos", gezien="", actor=trainer, now=NOW)
    row = stored(woorden)
    assert (row.stand, row.vrije_tekst, row.tekst, row.gelezen_door) == ("vrij", "Iemand was boos", None, trainer)
    assert list(OpenAntwoord.objects.readable()) == [row]


@pytest.mark.django_db
def test_words_that_stay_behind_are_gone(afname, trainer):
    woorden = said(afname)
    hold_back(woorden, gezien="", actor=trainer, now=NOW)
    row = stored(woorden)
    assert (row.stand, row.vrije_tekst, row.tekst) == ("achter", "", None)
    with pytest.raises(RefusedAction, match="gewist"):
        release_words(row, tekst="Toch", gezien=row.besluit, actor=trainer, now=NOW)


@pytest.mark.django_db
def test_the_log_says_who_decided_and_holds_no_word(afname, trainer):
    release_words(said(afname), tekst="Iemand was boos", gezien="", actor=trainer, now=NOW)
    (line,) = Logregel.objects.filter(gebeurtenis="woorden.gelezen")
    assert (line.actor_id, line.doel_id, line.details) == (trainer.pk, afname.pk, {"vraag": "NPE8", "besluit": "vrij"})


@pytest.mark.django_db
def test_the_second_of_two_readers_sees_that_it_is_done(afname, trainer):
    woorden, other = said(afname), GebruikerFactory()
    release_words(woorden, tekst="Iemand was boos", gezien="", actor=trainer, now=NOW)
    for act in (
        lambda: hold_back(woorden, gezien="", actor=other, now=NOW),
        lambda: release_words(woorden, tekst="Jan was boos", gezien="", actor=other, now=NOW),
    ):
        with pytest.raises(RefusedAction, match="al gelezen"):
            act()
    assert stored(woorden).vrije_tekst == "Iemand was boos"


@pytest.mark.django_db
def test_pressed_twice_is_once(afname, trainer):
    woorden, other = said(afname), said(afname)
    for _press in range(2):
        release_words(woorden, tekst="Iemand was boos", gezien="", actor=trainer, now=NOW)
        hold_back(other, gezien="", actor=trainer, now=NOW)
    assert Logregel.objects.filter(gebeurtenis="woorden.gelezen").count() == 2


@pytest.mark.django_db
def test_what_was_released_can_be_mended_or_taken_back_by_who_saw_it(afname, trainer):
    woorden = release_words(said(afname), tekst="Jan was boos", gezien="", actor=trainer, now=NOW)
    mended = release_words(woorden, tekst="Iemand was boos", gezien=woorden.besluit, actor=trainer, now=NOW)
    assert stored(mended).vrije_tekst == "Iemand was boos"
    hold_back(mended, gezien=mended.besluit, actor=trainer, now=NOW)
    assert not OpenAntwoord.objects.readable().exists()


# --- finding names ----------------------------------------------------------------------------------


@pytest.fixture
def known(db):
    team = TeamFactory(naam="De Wakkere Wilgen")
    buurt = BuurtFactory(wijk__gemeente=team.gemeente, gemeente=team.gemeente, naam="Rietveld")
    StraatFactory(buurt=buurt, naam="Burgemeester de Vriesstraat")
    LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(naam="Zoë van den Berg"))
    LidmaatschapFactory(team=TeamFactory(gemeente=GemeenteFactory()), gebruiker=GebruikerFactory(naam="Cornelis Ander"))
    return known_names([team.gemeente_id])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("zoe was er ook", ["zoe"]),
        ("ZOËS fiets", ["ZOËS"]),
        ("Dat zei mevrouw Van den Berg", ["Berg"]),
        ("In de burgemeester de vriesstraat is het donker", ["burgemeester de vriesstraat"]),
        ("in de Vriesstraat", ["Vriesstraat"]),
        ("Rietveld!", ["Rietveld"]),
        ("het team De Wakkere Wilgen", ["De Wakkere Wilgen"]),
        ("bel 06-12 34 56 78 of jan@voorbeeld.nl", ["06-12 34 56 78", "jan@voorbeeld.nl"]),
        ("op nummer 12a, 4141 AB", ["12a", "4141 AB"]),
        ("www.voorbeeld.nl/12", ["www.voorbeeld.nl/12"]),
        ("Het was een goede avond. Dank u wel!", []),
        ("van het en de", []),
        ("Cornelis woont in een andere gemeente", []),
        ("", []),
    ],
)
def test_known_names_numbers_and_addresses_are_found(known, text, found):
    assert [text[hit.van : hit.tot] for hit in found_in(text, known)] == found


@given(st.text(max_size=1000))
@settings(max_examples=300, deadline=None)
def test_whatever_somebody_wrote_its_pieces_are_the_whole_text(text):
    names = {("jan",): "naam", ("de", "vriesstraat"): "straat", ("i",): "naam", ("ss",): "naam"}
    hits = found_in(text, names)
    pieces = in_pieces(text, hits)
    assert "".join(piece for piece, _soort in pieces) == text
    assert all(one.tot <= other.van for one, other in zip(hits, hits[1:], strict=False))
    assert len(marked(text, hits)) == len(text) + 2 * len(hits)


# --- the pages --------------------------------------------------------------------------------------


@pytest.fixture
def page(client, trainer):
    client.force_login(trainer)
    return client


def of(woorden, name="woord"):
    return reverse(f"evaluaties:{name}", args=[woorden.pk])


@pytest.mark.django_db
def test_the_box_holds_the_words_with_brackets_around_what_is_known(page, afname):
    StraatFactory(buurt=BuurtFactory(wijk__gemeente=afname.gemeente, gemeente=afname.gemeente), naam="Dorpsstraat")
    shown = page.get(of(said(afname)))
    assert shown.context["form"]["tekst"].value() == "Jan uit de [Dorpsstraat] [12] was boos"
    assert "<mark" in shown.content.decode()


@pytest.mark.django_db
def test_reading_is_noted_before_a_decision_and_not_after(page, afname, trainer):
    woorden = said(afname)
    page.get(of(woorden))
    assert Logregel.objects.openings().filter(doel_id=afname.pk, actor_id=trainer.pk).count() == 1
    page.post(of(woorden), {"tekst": "Iemand was boos", "gezien": ""})
    page.get(of(woorden))
    assert Logregel.objects.openings().count() == 1


@pytest.mark.django_db
def test_brackets_have_to_go_before_it_may_stand_in_a_report(page, afname):
    woorden = said(afname)
    answer = page.post(of(woorden), {"tekst": "Jan uit de [Dorpsstraat]", "gezien": ""})
    assert answer.status_code == 422
    assert "tussen haken" in answer.content.decode()
    assert answer.context["form"]["tekst"].value() == "Jan uit de [Dorpsstraat]"
    assert stored(woorden).stand == "nieuw"


@pytest.mark.django_db
def test_deciding_leads_to_the_next_and_then_to_the_list(page, afname):
    first, second = said(afname, "Een"), said(afname, "Twee")
    done = page.post(of(first), {"tekst": "Een", "gezien": ""})
    assert done.url == of(second)
    done = page.post(of(second, "woord_achter"), {"gezien": ""})
    assert done.url == reverse("evaluaties:woorden", args=[afname.pk])
    html = page.get(done.url).content.decode()
    assert "Een" in html
    assert "Alles is gelezen" in html


@pytest.mark.django_db
def test_each_of_the_two_buttons_goes_to_its_own_address(page, afname):
    row = said(afname)
    refused = page.post(of(row, "woord_achter"), {"gezien": "oud"})
    assert refused.status_code == 409
    for answer in (page.get(of(row)), refused):
        to_free, to_keep = re.findall(r'<form[^>]*action="([^"]+)"', answer.content.decode())[:2]
        assert [to_free, to_keep] == [of(row), of(row, "woord_achter")]


@pytest.mark.django_db
def test_a_stale_page_is_refused_and_the_typed_text_stays(page, afname):
    woorden = said(afname)
    release_words(woorden, tekst="Iemand was boos", gezien="", actor=GebruikerFactory(), now=NOW)
    answer = page.post(of(woorden), {"tekst": "Er was iemand boos", "gezien": ""})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "al gelezen" in html
    assert "Er was iemand boos" in html
    assert page.post(of(woorden, "woord_achter"), {"gezien": ""}).status_code == 409


@pytest.mark.django_db
def test_words_are_for_who_looks_after_the_run_and_after_closing(client, afname, trainer):
    woorden = said(afname)
    lid = LidmaatschapFactory(team__gemeente=afname.gemeente).gebruiker
    far = AanstellingFactory(trainer=True, gemeente=GemeenteFactory()).gebruiker
    for who in (lid, far):
        client.force_login(who)
        assert client.get(of(woorden)).status_code == 404
        assert client.get(reverse("evaluaties:woorden", args=[afname.pk])).status_code == 404
    client.force_login(trainer)
    open_run = AfnameFactory(sessie=None, gemeente=afname.gemeente, versie=start_version())
    assert client.get(of(said(open_run))).status_code == 404
    assert "na het sluiten" in client.get(reverse("evaluaties:woorden", args=[open_run.pk])).content.decode()


@pytest.mark.django_db
def test_words_of_small_runs_are_read_together(page, afname):
    for number in (4, 2):
        small = AfnameFactory(sessie=None, gemeente=afname.gemeente, versie=start_version())
        wait(small, number, {"NPE8": "Goed"})
        close_afname(small, actor=None, now=NOW)
        assert "minder dan 5" in page.get(reverse("evaluaties:woorden", args=[small.pk])).content.decode()
    said(afname)
    everything = page.get(reverse("evaluaties:woorden_alle"))
    assert [one["nieuw"] for one in everything.context["regels"]] == [1, 6]
    assert "kleine groepen samen" in everything.content.decode()
    there = f"{reverse('evaluaties:woorden_alle')}?samen={Pool.objects.get().pk}"
    assert "Nog 6 antwoorden te lezen" in page.get(there).content.decode()
    row = OpenAntwoord.objects.filter(pool__isnull=False).first()
    assert page.post(of(row), {"tekst": "Goed", "gezien": ""}).status_code == 302


@pytest.mark.django_db
def test_nothing_written_says_so(page, afname):
    assert "Niemand schreef" in page.get(reverse("evaluaties:woorden", args=[afname.pk])).content.decode()
    assert "nog niets" in page.get(reverse("evaluaties:woorden_alle")).content.decode()


@pytest.mark.django_db
def test_the_lists_ask_the_same_for_one_and_for_thirty(page, afname, trainer):
    def read(number):
        for one in range(number):
            other = publish(
                AfnameFactory(sessie=None, gemeente=afname.gemeente, versie=afname.versie), [NPE_ANSWERS] * 5
            )
            release_words(said(other), tekst=f"Goed {one}", gezien="", actor=trainer, now=NOW)
            release_words(said(afname), tekst=f"Goed {one}", gezien="", actor=trainer, now=NOW)

    def queries(there):
        with CaptureQueriesContext(connection) as caught:
            assert page.get(there).status_code == 200
        return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in caught)

    pages = [reverse("evaluaties:woorden_alle"), reverse("evaluaties:woorden", args=[afname.pk])]
    read(1)
    page.get(pages[0])
    few = [queries(there) for there in pages]
    read(30)
    assert [queries(there) for there in pages] == few
    assert max(few) <= MOST
