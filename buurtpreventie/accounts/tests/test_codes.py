"""Six-digit codes: how many, how long, how often (veiligheid 11, ontwerp 7)."""

from datetime import timedelta

import pytest

from buurtpreventie.accounts.actions import check_code, send_code
from buurtpreventie.accounts.models import Code
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.tests.factories import LidmaatschapFactory

pytestmark = pytest.mark.django_db


def ask(now, doel="toegang:1"):
    """Ask for a code and give it, as its mail would."""
    assert send_code(
        doel,
        "partner@example.org",
        bron="opvolging:1",
        gemeente_id=None,
        now=now,
        onderwerp="Uw code",
        tekst="Uw code is {{code}}.",
    )
    return Bericht.objects.latest("pk").geheim["code"]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_works_once(now):
    code = ask(now)

    assert check_code("toegang:1", code, now=now)
    assert not check_code("toegang:1", code, now=now)


def test_a_code_may_be_typed_with_spaces(now):
    code = ask(now)
    assert check_code("toegang:1", f" {code[:3]} {code[3:]}\u00a0", now=now)


def test_a_code_works_for_fifteen_minutes(now):
    code = ask(now)
    assert not check_code("toegang:1", code, now=now + timedelta(minutes=15))
    assert check_code("toegang:1", code, now=now + timedelta(minutes=14, seconds=59))


def test_a_code_works_for_its_own_purpose_only(now):
    code = ask(now)
    assert not check_code("toegang:2", code, now=now)


def test_ten_wrong_tries_end_a_code_and_are_counted_in_the_database(now):
    code = ask(now)
    for _ in range(12):
        assert not check_code("toegang:1", wrong(code), now=now)

    assert Code.objects.get().pogingen == 10
    assert not check_code("toegang:1", code, now=now)


def test_mails_may_arrive_in_another_order(now):
    first, second = ask(now), ask(now)

    assert check_code("toegang:1", first, now=now)
    assert not check_code("toegang:1", second, now=now)


def test_three_codes_in_fifteen_minutes_and_ten_in_a_day(now):
    for _ in range(3):
        ask(now)
    with pytest.raises(RefusedAction, match="Wacht een kwartier"):
        ask(now + timedelta(minutes=14))
    later = now
    for _ in range(7):
        later += timedelta(minutes=16)
        ask(later)
    with pytest.raises(RefusedAction, match="morgen"):
        ask(later + timedelta(minutes=16))
    ask(now, doel="toegang:2")


def test_the_code_itself_is_stored_only_as_the_secret_of_its_mail(now):
    code = ask(now)

    assert code not in str(list(Code.objects.values()))
    assert code not in Bericht.objects.get().tekst


def test_the_page_opnieuw_mails_a_code_and_goes_back(client, clock, secret_of):
    client.force_login(LidmaatschapFactory().gebruiker)
    page = "/opnieuw/?next=/gegevens/"
    assert Bericht.objects.count() == 0 and client.get(page).status_code == 200

    field = client.post(page)
    assert client.post(field.url, {"code": wrong(secret_of("code"))}).status_code == 422
    answer = client.post(field.url, {"code": secret_of("code")})

    assert answer.url == "/gegevens/"
    assert client.get(page).url == "/gegevens/"
    clock.shift(timedelta(minutes=30))
    assert client.get(page).status_code == 200


def test_the_page_opnieuw_never_goes_to_another_site(client, clock, secret_of):
    client.force_login(LidmaatschapFactory().gebruiker)
    for bad in ("https://boef.example/", "//boef.example", "javascript:alert(1)", "/\\boef.example"):
        assert "boef" not in client.post("/opnieuw/", query_params={"next": bad}).headers.get("Location", "")


def test_the_fourth_code_on_the_page_opnieuw_is_refused_with_a_sentence(client, clock):
    client.force_login(LidmaatschapFactory().gebruiker)
    for _ in range(3):
        client.post("/opnieuw/?next=/")
    refused = client.post("/opnieuw/?next=/")

    assert refused.status_code == 409
    assert "Wacht een kwartier" in refused.content.decode()
