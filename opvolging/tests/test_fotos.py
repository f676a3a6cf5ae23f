"""Who sees a photo, and who is kept from it (E130, veiligheid 13): every role × level, partner, dossier, log."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import add_photos, begin_concept, raise_level, take_up
from meldingen.actions.photos import add_draft_photos
from meldingen.models import Aanvulling, Bijlage, Categorie, FotoReden, Melding
from meldingen.photos import Foto
from meldingen.tests.odd_photos import HEIC, picture, written
from opvolging import grants
from opvolging.actions import ask_partner, withdraw_ask
from opvolging.history import history_of, readers_of
from opvolging.invariants import broken_invariants
from opvolging.models import Opvolging

pytestmark = pytest.mark.django_db
CANARY = b"KANARIE-PIXELS"
# role -> who sees a photo of V0, V1, and after it became V2 or its category lost its photos
TABEL = {
    "melder": (True, True, False),
    "teamgenoot": (True, False, False),
    "ander_teamlid": (False, False, False),
    "coordinator": (True, True, False),
    "meldpunt": (True, True, True),
    "meldpunt_tot_v1": (True, True, False),
    "beheer": (False, False, False),
    "beleid": (False, False, False),
    "trainer": (False, False, False),
}
WHEN = {0: "V0", 1: "V1", 2: "raised to V2"}


def photo(number=0):
    return Foto(CANARY + b"%d" % number, 40, 30)


@pytest.fixture(autouse=True)
def photos_allowed(wereld, elders):
    Categorie.objects.filter(vertrouwelijkheid__lte=1).update(fotos=True)
    for one in (wereld, elders):
        for categorie in one.categorieen.values():
            categorie.refresh_from_db()


def with_photo(wereld, niveau, now, number=0, **feiten):
    melding = wereld.report(niveau, now=now, **feiten)
    (bijlage,) = add_photos(melding, [photo(number)], actor=wereld.melder, now=now)
    return bijlage


def raised(wereld, now, number=0):
    """A photo of a V1 melding that the meldpunt made confidential afterwards."""
    bijlage = with_photo(wereld, 1, now, number)
    taken = take_up(bijlage.melding, actor=wereld.meldpunt, now=now)
    raise_level(taken, niveau=2, reden="persoonlijk", actor=wereld.meldpunt, now=now)
    bijlage.refresh_from_db()
    return bijlage


def signed_in(gebruiker):
    browser = Client()
    browser.force_login(Gebruiker.objects.get(pk=gebruiker.pk))
    return browser


def url(bijlage):
    return reverse("meldingen:foto", args=[bijlage.sleutel])


# --- who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", WHEN, ids=WHEN.get)
@pytest.mark.parametrize("rol", TABEL)
def test_each_role_sees_the_photos_that_the_table_says(wereld, elders, now, rol, when):
    bijlage = raised(wereld, now) if when == 2 else with_photo(wereld, when, now)
    foreign = with_photo(elders, min(when, 1), now)
    browser = signed_in(getattr(wereld, rol))

    response, other, missing = (
        browser.get(u) for u in (url(bijlage), url(foreign), "/foto/" + str(uuid.uuid4()) + "/")
    )

    assert (response.status_code == 200) == TABEL[rol][when]
    assert (CANARY in response.content) == TABEL[rol][when]
    assert (other.status_code, missing.status_code) == (404, 404)
    assert CANARY not in other.content


@pytest.mark.parametrize("rol", TABEL)
def test_once_the_category_takes_no_photos_they_are_for_the_meldpunt_only(wereld, now, rol):
    bijlage = with_photo(wereld, 0, now)
    Categorie.objects.filter(pk=bijlage.melding.categorie_id).update(fotos=False)

    seen = signed_in(getattr(wereld, rol)).get(url(bijlage)).status_code == 200

    assert seen == rol.startswith("meldpunt")


def test_a_visitor_signs_in_first(wereld, now, client):
    response = client.get(url(with_photo(wereld, 0, now)))

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_a_photo_of_a_draft_is_for_the_writer_only(wereld, now):
    draft = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=wereld.melder, now=now)
    (bijlage,) = add_draft_photos(draft, [photo()], actor=wereld.melder, now=now)

    statuses = {rol: signed_in(getattr(wereld, rol)).get(url(bijlage)).status_code for rol in TABEL}

    assert statuses == {rol: 200 if rol == "melder" else 404 for rol in TABEL}


def test_a_photo_is_a_picture_only_and_stays_nowhere(wereld, now):
    response = signed_in(wereld.melder).get(url(with_photo(wereld, 0, now)))

    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith('attachment; filename="foto-')
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("niveau", [0, 1])
def test_opening_a_photo_is_written_down_from_v1_on_and_a_head_opens_nothing(wereld, now, niveau):
    bijlage = with_photo(wereld, niveau, now)
    browser = signed_in(wereld.meldpunt)

    assert browser.head(url(bijlage)).content == b""
    assert Logregel.objects.about(bijlage.melding).openings().count() == 0
    browser.get(url(bijlage))

    assert [line.actor_id for line in Logregel.objects.about(bijlage.melding).openings()] == [
        wereld.meldpunt.pk
    ] * niveau


def test_who_looked_is_counted_by_page_and_not_by_photo(wereld, now):
    bijlage = with_photo(wereld, 1, now)
    browser = signed_in(wereld.meldpunt)

    browser.get(reverse("opvolging:dossier", args=[bijlage.melding.nummer]))
    browser.get(url(bijlage))

    assert [reader.keer for reader in readers_of(bijlage.melding)] == [1]


# --- on pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rol", "page"),
    [
        ("melder", "mijn_melding"),
        ("teamgenoot", "team_melding"),
        ("coordinator", "team_melding"),
        ("meldpunt", "dossier"),
    ],
)
def test_the_page_of_the_melding_shows_its_photos(wereld, now, rol, page):
    bijlage = with_photo(wereld, 0, now)

    response = signed_in(getattr(wereld, rol)).get(reverse(f"opvolging:{page}", args=[bijlage.melding.nummer]))

    assert f'src="{url(bijlage)}"' in response.content.decode()
    assert 'alt="Foto 1 van 1"' in response.content.decode()


def test_after_raising_the_level_only_the_dossier_shows_the_photo(wereld, now):
    bijlage = raised(wereld, now)
    nummer = bijlage.melding.nummer

    mine = signed_in(wereld.melder).get(reverse("opvolging:mijn_melding", args=[nummer]))
    dossier = signed_in(wereld.meldpunt).get(reverse("opvolging:dossier", args=[nummer]))

    assert url(bijlage) not in mine.content.decode()
    assert url(bijlage) in dossier.content.decode()


def test_no_list_holds_a_photo_or_its_address(wereld, now):
    bijlage = with_photo(wereld, 0, now)
    lists = [
        (wereld.melder, reverse("opvolging:mijn")),
        (wereld.teamgenoot, reverse("opvolging:team", args=[wereld.team.pk])),
        (wereld.meldpunt, reverse("opvolging:werklijst")),
    ]

    for gebruiker, address in lists:
        assert str(bijlage.sleutel) not in signed_in(gebruiker).get(address).content.decode()


def test_a_page_with_photos_does_not_read_their_bytes(wereld, now):
    melding = wereld.report(0, now=now)
    add_photos(melding, [photo(n) for n in range(5)], actor=wereld.melder, now=now)
    browser = signed_in(wereld.melder)

    with CaptureQueriesContext(connection) as queries:
        browser.get(reverse("opvolging:mijn_melding", args=[melding.nummer]))

    about_photos = [q["sql"] for q in queries if 'FROM "meldingen_bijlage"' in q["sql"]]
    assert len(about_photos) == 1
    assert '"meldingen_bijlage"."inhoud"' not in about_photos[0]


def test_no_mail_and_no_log_line_holds_a_photo(wereld, now):
    bijlage = with_photo(wereld, 0, now)
    taken = take_up(bijlage.melding, actor=wereld.meldpunt, now=now)
    ask(wereld, taken, now)

    said = " ".join(" ".join(mail) for mail in Bericht.objects.values_list("onderwerp", "tekst"))
    logged = " ".join(map(str, Logregel.objects.values_list("details", flat=True)))
    assert not [word for word in ("KANARIE", str(bijlage.sleutel)) if word in said + logged]


# --- adding later ---------------------------------------------------------------------------------


def upload(number=0, data=None):
    data = written(picture(size=(100 + number, 80))) if data is None else data
    return SimpleUploadedFile(f"IMG_{number}.jpg", data, content_type="image/jpeg")


def add(wereld, melding, *files, tekst=""):
    address = reverse("opvolging:toevoegen", args=[melding.nummer])
    return signed_in(wereld.melder).post(address, {"tekst": tekst, "fotos": list(files)})


def test_a_photo_alone_is_an_addition(wereld):
    melding = wereld.report(0, now=timezone.now())

    response = add(wereld, melding, upload(1), upload(2))

    assert response.status_code == 302
    assert Bijlage.objects.filter(melding=melding).count() == 2
    assert Aanvulling.objects.count() == 0
    lines = [gebeurtenis.zin for gebeurtenis in history_of(melding, [])]
    assert "De melder voegde foto's toe: 2." in lines


def test_nothing_at_all_is_no_addition(wereld):
    melding = wereld.report(0, now=timezone.now())

    response = add(wereld, melding)

    assert response.status_code == 422
    assert "Schrijf op wat u wilt toevoegen, of kies een foto." in response.content.decode()


def test_a_refused_photo_keeps_the_text_and_adds_nothing_yet(wereld):
    melding = wereld.report(0, now=timezone.now())

    response = add(wereld, melding, upload(1), upload(2, HEIC), tekst="Kijk eens hier.")

    assert response.status_code == 422
    assert "Kijk eens hier." in response.content.decode()
    assert "IMG_2.jpg: Dit is een HEIC-foto." in response.content.decode()
    assert (Bijlage.objects.count(), Aanvulling.objects.count()) == (0, 0)


def test_five_in_all_and_the_words_of_the_sixth_stay_on_the_page(wereld):
    now = timezone.now()
    melding = wereld.report(0, now=now)
    add_photos(melding, [photo(n) for n in range(5)], actor=wereld.melder, now=now)

    response = add(wereld, melding, upload(6), tekst="Nog een.")

    assert response.status_code == 409
    assert "Nog een." in response.content.decode()
    assert Bijlage.objects.count() == 5


def test_a_confidential_melding_asks_for_no_photo(wereld):
    melding = wereld.report(2, now=timezone.now())

    page = signed_in(wereld.melder).get(reverse("opvolging:toevoegen", args=[melding.nummer])).content.decode()
    add(wereld, melding, upload(1), tekst="Woorden.")

    assert 'type="file"' not in page
    assert Bijlage.objects.count() == 0


# --- taking away ----------------------------------------------------------------------------------


def weg(bijlage):
    return reverse("opvolging:foto_weg", args=[bijlage.melding.nummer, bijlage.sleutel])


def test_the_handler_takes_a_photo_away_and_the_log_says_who_and_why(wereld, now):
    bijlage = with_photo(wereld, 0, now)
    take_up(bijlage.melding, actor=wereld.meldpunt, now=now)
    browser = signed_in(wereld.meldpunt)

    assert weg(bijlage) in browser.get(reverse("opvolging:dossier", args=[bijlage.melding.nummer])).content.decode()
    assert browser.post(weg(bijlage), {}).status_code == 422
    response = browser.post(weg(bijlage), {"reden": FotoReden.KENTEKEN.value})

    assert response.status_code == 302
    assert Bijlage.objects.count() == 0
    assert browser.post(weg(bijlage), {"reden": FotoReden.KENTEKEN.value}).status_code == 404
    lines = [gebeurtenis.zin for gebeurtenis in history_of(bijlage.melding, [])]
    assert f"{wereld.meldpunt.naam} haalde een foto weg. Reden: er staat een kenteken op." in lines


@pytest.mark.parametrize(("rol", "status"), [("collega", 409), ("melder", 404), ("coordinator", 404), ("beheer", 404)])
def test_nobody_but_the_handler_takes_a_photo_away(wereld, now, rol, status):
    bijlage = with_photo(wereld, 0, now)
    take_up(bijlage.melding, actor=wereld.meldpunt, now=now)

    response = signed_in(getattr(wereld, rol)).post(weg(bijlage), {"reden": "kenteken"})

    assert response.status_code == status
    assert Bijlage.objects.count() == 1


def test_a_photo_of_another_melding_is_not_found_here(wereld, now):
    bijlage, other = with_photo(wereld, 0, now), wereld.taken_up(0, now=now)

    address = reverse("opvolging:foto_weg", args=[other.nummer, bijlage.sleutel])

    assert signed_in(wereld.meldpunt).post(address, {"reden": "kenteken"}).status_code == 404


# --- the partner ----------------------------------------------------------------------------------


def ask(wereld, melding, now, met_fotos=True):
    return ask_partner(
        melding,
        partner=wereld.partner,
        contact=wereld.contact,
        uittreksel="Stuk.",
        actor=wereld.meldpunt,
        now=now,
        met_fotos=met_fotos,
    )


def asked_with(wereld, now, *, niveau=0, met_fotos=True):
    """A photo, and the link of the partner that was asked about it."""
    bijlage = raised(wereld, now) if niveau == 2 else with_photo(wereld, niveau, now)
    melding = Melding.objects.get(pk=bijlage.melding_id)
    if niveau < 2:
        melding = take_up(melding, actor=wereld.meldpunt, now=now)
    return bijlage, ask(wereld, melding, now, met_fotos).toegangen.get()


def partner(toegang, proof=grants.BY_LINK):
    browser = Client()
    session = browser.session
    grants.grant(session, toegang.pk, proof, timezone.now())
    session.save()
    browser.cookies["sessionid"] = session.session_key
    return browser


def partner_url(toegang, bijlage):
    return reverse("opvolging:partner_foto", args=[toegang.pk, bijlage.sleutel])


@pytest.mark.parametrize(("niveau", "proof"), [(0, grants.BY_LINK), (1, grants.BY_LINK), (2, grants.BY_CODE)])
def test_a_partner_sees_the_photos_that_came_with_the_ask(wereld, niveau, proof):
    bijlage, toegang = asked_with(wereld, timezone.now(), niveau=niveau)
    browser = partner(toegang, proof)

    page = browser.get(reverse("opvolging:partner_vraag", args=[toegang.pk])).content.decode()
    response = browser.get(partner_url(toegang, bijlage))

    assert partner_url(toegang, bijlage) in page
    assert CANARY in response.content
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert f'"{url(bijlage)}"' not in page
    openings = Logregel.objects.by(wereld.contact).openings()
    assert openings.count() == (2 if niveau else 0)


def test_a_confidential_photo_needs_the_code_as_the_extract_does(wereld):
    bijlage, toegang = asked_with(wereld, timezone.now(), niveau=2)

    response = partner(toegang, grants.BY_LINK).get(partner_url(toegang, bijlage))

    assert response.status_code == 404
    assert CANARY not in response.content


def test_without_the_tick_a_partner_gets_no_photo(wereld):
    bijlage, toegang = asked_with(wereld, timezone.now(), met_fotos=False)
    browser = partner(toegang)

    page = browser.get(reverse("opvolging:partner_vraag", args=[toegang.pk])).content.decode()

    assert "<img" not in page
    assert browser.get(partner_url(toegang, bijlage)).status_code == 404


def test_a_partner_gets_no_photo_of_another_melding_and_none_after_the_ask_ended(wereld):
    now = timezone.now()
    bijlage, toegang = asked_with(wereld, now)
    other = with_photo(wereld, 0, now, 7)
    browser = partner(toegang)

    assert browser.get(partner_url(toegang, other)).status_code == 404
    withdraw_ask(toegang.opvolging, actor=wereld.meldpunt, now=now, reden="Niet meer nodig.")
    assert browser.get(partner_url(toegang, bijlage)).status_code == 404


def test_head_and_looking_ahead_open_nothing(wereld):
    bijlage, toegang = asked_with(wereld, timezone.now(), niveau=1)
    browser = partner(toegang)

    assert browser.head(partner_url(toegang, bijlage)).status_code == 200
    assert browser.get(partner_url(toegang, bijlage), headers={"Sec-Purpose": "prefetch"}).status_code == 403
    assert Logregel.objects.by(wereld.contact).openings().count() == 0


@pytest.mark.parametrize(("niveau", "ticked"), [(0, True), (1, False)])
def test_asking_offers_to_send_the_photos_on_for_v0_and_off_for_v1(wereld, niveau, ticked):
    bijlage = with_photo(wereld, niveau, timezone.now())
    melding = take_up(bijlage.melding, actor=wereld.meldpunt, now=timezone.now())
    browser = signed_in(wereld.meldpunt)
    step = reverse("opvolging:vraag_tekst", args=[melding.nummer])

    page = browser.get(f"{step}?partner={wereld.partner.pk}")

    field = page.context["form"]["met_fotos"]
    assert field.value() is ticked
    assert "Stuur de foto" in page.content.decode()


@pytest.mark.parametrize("wanted", [True, False])
def test_the_tick_travels_through_the_last_look_to_the_ask(wereld, wanted):
    melding = take_up(with_photo(wereld, 0, timezone.now()).melding, actor=wereld.meldpunt, now=timezone.now())
    browser = signed_in(wereld.meldpunt)
    typed = {"partner": wereld.partner.pk, f"contact_{wereld.partner.pk}": wereld.contact.pk, "uittreksel": "Stuk."}
    typed |= {"met_fotos": "on"} if wanted else {}

    look = browser.post(reverse("opvolging:vraag_tekst", args=[melding.nummer]), typed)
    carried = {name: look.context["form"][name].value() for name in look.context["form"].fields}
    hidden = {name: value for name, value in carried.items() if value not in (None, "")}
    browser.post(reverse("opvolging:vraag_versturen", args=[melding.nummer]), hidden)

    assert ("De foto's gaan mee." in look.content.decode()) == wanted
    assert Opvolging.objects.get().met_fotos == wanted


def test_asking_about_a_melding_without_photos_says_nothing_of_them(wereld):
    melding = wereld.taken_up(0, now=timezone.now())

    page = signed_in(wereld.meldpunt).get(
        reverse("opvolging:vraag_tekst", args=[melding.nummer]) + f"?partner={wereld.partner.pk}"
    )

    assert "met_fotos" not in page.content.decode()


# --- what controleer says -------------------------------------------------------------------------


def test_the_database_refuses_a_sixth_photo(wereld, now):
    melding = wereld.report(0, now=now)
    add_photos(melding, [photo(n) for n in range(5)], actor=wereld.melder, now=now)

    with pytest.raises(IntegrityError, match="al vijf foto's"), transaction.atomic():
        Bijlage.objects.create(melding=melding, inhoud=b"6", soort="image/jpeg", breedte=1, hoogte=1, op=now)


def test_a_photo_left_in_a_draft_that_was_sent_is_a_broken_promise(wereld, now):
    sent = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=wereld.melder, now=now)
    (left,) = add_draft_photos(sent, [photo()], actor=wereld.melder, now=now)
    assert broken_invariants() == {}

    sent.verstuurd_op = now
    sent.save()

    assert broken_invariants() == {"foto_in_verstuurd_concept": [left.pk]}
