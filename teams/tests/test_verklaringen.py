"""What a gemeente says about privacy and accessibility, security.txt and robots.txt (veiligheid, README)."""

import datetime

import pytest
from django.core import checks
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.start import check_configuration
from meldingen.attention import attention_points
from teams.models import GemeenteTekst
from teams.teksten import TEKSTEN, to_complete
from teams.tests.factories import AanstellingFactory, GemeenteFactory

pytestmark = pytest.mark.django_db
PAGES = {"/privacy/": "privacy_", "/toegankelijkheid/": "toegankelijk_"}


@pytest.fixture
def waterdorp():
    return GemeenteFactory(naam="Waterdorp", slug="waterdorp", meldpunt_telefoon="010 123 45 67")


@pytest.fixture
def elders():
    return GemeenteFactory(naam="Elders", slug="elders")


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("page", "begin"), PAGES.items())
def test_a_reader_reads_what_the_own_gemeente_says_and_nothing_of_another(client, waterdorp, elders, page, begin):
    for gemeente in (waterdorp, elders):
        for sleutel in [name for name in TEKSTEN if name.startswith(begin)]:
            words = f"Eigen woorden van {gemeente.naam} over {sleutel}: <b>bel</b> {{telefoon}}."
            GemeenteTekst.objects.create(gemeente=gemeente, sleutel=sleutel, tekst=words)
    client.force_login(AanstellingFactory(gemeente=waterdorp, rol="politie_dienst").gebruiker)

    html = text_of(client.get(page, {"gemeente": "elders"}))

    for sleutel in [name for name in TEKSTEN if name.startswith(begin)]:
        assert f"Eigen woorden van Waterdorp over {sleutel}: &lt;b&gt;bel&lt;/b&gt; 010 123 45 67." in html
    assert "Eigen woorden van Elders" not in html and "Kies uw gemeente" not in html


@pytest.mark.parametrize("page", PAGES)
def test_who_is_signed_out_chooses_a_gemeente_and_reads_the_text_of_the_product_until_it_has_words_of_its_own(
    client, waterdorp, elders, page
):
    html = text_of(client.get(page))
    assert "Kies uw gemeente" in html and 'href="?gemeente=waterdorp"' in html and 'href="?gemeente=elders"' in html
    assert "{gemeente}" not in html and "gemeente Waterdorp" not in html

    html = text_of(client.get(page, {"gemeente": "waterdorp"}))
    assert "gemeente Waterdorp" in html and "010 123 45 67" in html and "gemeente Elders" not in html
    assert "{gemeente}" not in html


@pytest.mark.parametrize("word", ["bestaat-niet", "\x00", "' OR 1=1", "<script>", "x" * 5000])
def test_a_gemeente_that_does_not_exist_is_the_choice_again(client, waterdorp, word):
    html = text_of(client.get("/privacy/", {"gemeente": word}))

    assert "Kies uw gemeente" in html and "OR 1=1" not in html and "<script>" not in html


def test_everybody_reads_what_is_kept_how_long(client, waterdorp):
    html = text_of(client.get("/privacy/"))

    assert html.count("<dt>") > 10 and "hooguit 24" in html
    assert html.count("Nummer en tijden van wie gebeld wilde worden") == html.count("het gesprek klaar is") == 1


def test_who_is_of_a_gemeente_or_chose_one_reads_how_long_that_one_keeps_a_melding(client, waterdorp, elders):
    waterdorp.bewaar_v0, waterdorp.bewaar_v1, waterdorp.bewaar_v2, waterdorp.bewaar_v3 = 17, 11, 5, 1
    waterdorp.save()

    def told():
        html = text_of(client.get("/privacy/", {"gemeente": "waterdorp"}))
        assert "In gemeente Waterdorp bewaren wij een melding" in html and "gewoonlijk" not in html
        return [months for months in ("17 maanden.", "11 maanden.", "5 maanden.", "is het 1 maand.") if months in html]

    assert len(told()) == 4
    client.force_login(AanstellingFactory(gemeente=waterdorp, rol="politie_dienst").gebruiker)
    assert len(told()) == 4


def test_beheer_sees_what_it_has_to_complete_until_it_has(client, waterdorp, now):
    def told():
        return [punt.tekst for punt in attention_points(waterdorp, now.date()) if "toegankelijkheid" in punt.tekst]

    needed = [sleutel for sleutel, tekst in TEKSTEN.items() if tekst.aanvullen]
    assert len(needed) == len(to_complete(waterdorp)) == 7
    assert told() == ["Er zijn nog 7 teksten over privacy en toegankelijkheid die u zelf aanvult."]

    client.force_login(AanstellingFactory(gemeente=waterdorp, beheer=True).gebruiker)
    assert text_of(client.get(reverse("teams:teksten"))).count("Vul aan") == 7 + 1  # and once in the sentence above

    for sleutel in needed:
        GemeenteTekst.objects.create(gemeente=waterdorp, sleutel=sleutel, tekst="Van onszelf.")
    del waterdorp._teksten
    assert told() == [] and to_complete(waterdorp) == []
    assert text_of(client.get(reverse("teams:teksten"))).count("Vul aan") == 1


def test_beheer_words_a_section_of_a_page_itself(client, waterdorp):
    client.force_login(AanstellingFactory(gemeente=waterdorp, beheer=True).gebruiker)
    url, words = reverse("teams:tekst", args=["privacy_waarvoor"]), "Wij leggen het hier uit. " * 150
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"tekst": words}

    answer = client.post(url, sent | {"tekst": "x" * 5001})
    assert answer.status_code == 422 and "5000" in answer.content.decode()
    assert client.post(url, sent).status_code == 302

    assert words.strip() in text_of(client.get("/privacy/"))
    assert len(to_complete(waterdorp)) == 6


# --- what machines ask ---------------------------------------------------------------------------


def test_security_txt_says_where_to_tell_of_a_weak_spot_and_expires_within_a_year(client, settings):
    settings.SECURITY_CONTACT, settings.SECURITY_CHECKED = "mailto:lek@buurt.example.nl", datetime.date(2026, 11, 20)
    settings.SITE_URL = "https://buurt.example.nl"

    answer = client.get("/.well-known/security.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:lek@buurt.example.nl",
        "Expires: 2027-11-19T00:00:00+00:00",
        "Preferred-Languages: nl, en",
        "Canonical: https://buurt.example.nl/.well-known/security.txt",
    ]


def test_a_security_txt_that_is_about_to_expire_is_told_before_production_starts(settings):
    def told():
        return [
            one.id for one in check_configuration(None) if isinstance(one, checks.Warning) and not one.is_serious(40)
        ]

    settings.SECURITY_CHECKED = timezone.localdate()
    assert told() == []
    settings.SECURITY_CHECKED = timezone.localdate() - datetime.timedelta(days=340)
    assert told() == ["buurtpreventie.W001"]


def test_robots_are_kept_out_of_everything(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
