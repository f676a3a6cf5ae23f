"""Charts survive any number and any word, and say the same in the drawing, in words and in the table."""

import re
from decimal import Decimal

import pytest
from django.template import loader
from hypothesis import given
from hypothesis import strategies as st

from buurtpreventie.ui.charts import Punt, lying_bars, number_in_words, standing_bars

numbers = st.one_of(
    st.integers(-5, 300_000),
    st.integers(0, 10**30),
    st.floats(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.none(),
)
points = st.lists(st.builds(Punt, naam=st.text(max_size=60), waarde=numbers, nu=st.booleans()), max_size=14)
KINDS = (standing_bars, lying_bars)


def drawn(chart):
    return loader.render_to_string("delen/_grafiek.html", {"grafiek": chart})


def bars(*waarden, kind=standing_bars):
    punten = [Punt(str(40 + n), waarde) for n, waarde in enumerate(waarden)]
    return kind("rondes", "Rondes per week", punten, kop="Week", eenheid="Rondes")


@given(points)
def test_no_number_gives_a_bar_that_cannot_be_drawn(punten):
    for kind in KINDS:
        chart = kind("g", "Titel", punten, kop="Wat", eenheid="Aantal")
        html = drawn(chart)
        sizes = re.findall(r' (?:width|height|x|y|x1|x2|y1|y2)="([^"]*)"', html)
        assert all(re.fullmatch(r"\d+(\.\d+)?(em|%)?", size) for size in sizes), sizes
        assert all(float(size[:-1]) <= 100 for size in sizes if size.endswith("%"))
        assert html.count('scope="row"') == len(punten)


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_text_and_never_code(kind):
    evil = "<script>alert(1)</script>\"'&"
    html = drawn(kind("g", evil, [Punt(evil, 3)], kop=evil, eenheid=evil, noot=evil))

    assert "<script" not in html and "&lt;script&gt;" in html
    assert " style=" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_the_drawing_the_description_and_the_table_say_the_same_numbers(kind):
    html = drawn(bars(4, 0, 12, kind=kind))

    assert 'role="img" aria-labelledby="rondes-titel rondes-tekst"' in html
    assert '<title id="rondes-titel">Rondes per week</title>' in html
    assert '<desc id="rondes-tekst">Rondes per onderdeel. 40: 4, 41: 0, 42: 12.</desc>' in html
    assert re.findall(r'class="getal-bij-staaf"[^>]*>([^<]+)<', html) == ["4", "0", "12"]
    assert re.findall(r'<td class="getal">([^<]+)</td>', html) == ["4", "0", "12"]


def test_the_highest_bar_stays_below_the_top_of_a_round_axis():
    chart = bars(4, 5, 9)

    assert [getal for _y, _tekst, getal in chart.lijnen] == ["10", "5", "0"]
    assert [staaf.vlak.hoogte for staaf in chart.staven] == ["4.40em", "5.50em", "9.90em"]


def test_nothing_yet_is_a_row_of_zeros_and_no_data_at_all_draws_too():
    assert {staaf.vlak.hoogte for staaf in bars(0, 0, 0).staven} == {"0.00em"}
    assert "<svg" in drawn(bars()) and "<svg" in drawn(bars(kind=lying_bars))


def test_bars_that_do_not_fit_a_phone_beside_each_other_lie_down():
    assert bars(*[7] * 8).tekening.endswith("staand.html")
    assert bars(*[200_000] * 8).tekening.endswith("liggend.html")
    long = standing_bars("g", "T", [Punt("Een lange naam van een wijk", 3)], kop="Wijk", eenheid="Rondes")
    assert long.tekening.endswith("liggend.html")


def test_a_full_bar_is_what_the_chart_says_it_is():
    chart = lying_bars("g", "T", [Punt("Reanimatie", 45)], kop="Soort", eenheid="Procent", vol=100)
    assert chart.staven[0].vlak.breedte == "45.00%"


def test_a_long_name_takes_more_lines_and_its_bar_makes_room():
    chart = lying_bars(
        "g", "T", [Punt("Onveilige plek in het verkeer bij de school", 9), Punt("Afval", 3)], kop="Wat", eenheid="Keer"
    )

    first, second = chart.staven
    assert [words for _y, words in first.regels] == ["Onveilige plek in het verkeer", "bij de school"]
    assert float(second.vlak.y[:-2]) > float(first.vlak.y[:-2]) + float(first.vlak.hoogte[:-2])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (200_000, "200.000"),
        (12.5, "12,5"),
        (1234.56, "1.234,6"),
        (3.0, "3"),
        (Decimal("2.25"), "2,2"),
        (float("nan"), "–"),
        (None, "–"),
    ],
)
def test_numbers_are_written_as_people_here_write_them(value, words):
    assert number_in_words(value) == words
