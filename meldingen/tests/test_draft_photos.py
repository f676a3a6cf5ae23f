"""Photos in a draft and with a melding (E130): added and taken away on the check page, sent with it, never twice."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui import uploads
from meldingen.actions import (
    add_aanvulling,
    add_draft_photos,
    add_photos,
    begin_concept,
    purge_concepten,
    remove_draft_photo,
    remove_photo,
    report_melding,
)
from meldingen.models import Aanvulling, Bijlage, Concept, FotoReden, Melding
from meldingen.photos import Foto
from meldingen.tests.conftest import text_of
from meldingen.tests.odd_photos import CANARY, HEIC, exif, picture, written

pytestmark = pytest.mark.django_db
ERBIJ, WEG = {"foto_erbij": "1"}, "foto_weg"


def file(number=0, data=None, name="IMG_1.jpg"):
    """A photo as a phone sends it; each number is another picture."""
    data = written(picture(size=(120 + number, 90)), exif=exif()) if data is None else data
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def photo(number=0):
    return Foto(f"foto {number}".encode(), 10, 10)


@pytest.fixture
def lamp(schrijver):
    """Somebody who filled in a broken lamp and is on the check page."""
    schrijver.begin("openbare_ruimte")
    return schrijver


def check(schrijver, *files, **data):
    """Post the check page."""
    data.setdefault("bewaard", Concept.objects.get(pk=schrijver.concept.pk).bewaard_op.isoformat())
    return schrijver.client.post(schrijver.url("controle"), data | {"fotos": list(files)})


def photos_of(schrijver):
    return Bijlage.objects.filter(concept=schrijver.concept)


def test_the_check_page_asks_for_a_photo_and_says_what_not_to_send(lamp):
    page = text_of(lamp.page("controle"))

    assert "Hebt u een foto?" in page
    assert "(niet verplicht)" in page
    assert (
        "Een foto van een adres op een envelop stuurt u niet mee: "
        "dat zijn gegevens van een ander en het is niet genoeg bewijs." in page
    )
    assert "Geen mensen of kentekens op de foto." in page
    assert 'enctype="multipart/form-data"' in page


def test_a_worry_about_somebody_takes_no_photo(schrijver):
    schrijver.fill_until("wie")

    assert 'type="file"' not in text_of(schrijver.page("controle"))
    check(schrijver, file(), **ERBIJ)

    assert list(photos_of(schrijver)) == []


def test_a_photo_is_added_and_shown_and_nothing_is_sent_yet(lamp):
    response = check(lamp, file(), **ERBIJ)

    page = text_of(response)
    stored = photos_of(lamp).get()
    assert response.status_code == 200
    assert (stored.door, stored.breedte, stored.hoogte) == (lamp.gebruiker, 120, 90)
    assert f"/foto/{stored.sleutel}/" in page
    assert "De foto staat erbij." in page
    assert "Hebt u nog een foto?" in page
    assert Melding.objects.count() == 0


def test_a_photo_chosen_and_not_added_goes_along_when_the_melding_is_sent(lamp):
    response = check(lamp, file(1), file(2))

    melding = Melding.objects.get()
    assert response.status_code == 302
    assert [(p.melding, p.concept) for p in Bijlage.objects.all()] == [(melding, None)] * 2


def test_what_was_added_goes_along_with_the_melding_and_the_draft_keeps_nothing(lamp):
    check(lamp, file(1), file(2), **ERBIJ)

    check(lamp)

    assert Bijlage.objects.filter(melding=Melding.objects.get()).count() == 2
    assert photos_of(lamp).count() == 0


def test_the_same_photo_twice_is_one(lamp):
    check(lamp, file(1), file(1), **ERBIJ)
    check(lamp, file(1), **ERBIJ)

    assert photos_of(lamp).count() == 1


def test_a_sixth_photo_is_refused_and_the_five_stay(lamp):
    check(lamp, *[file(number) for number in range(4)], **ERBIJ)

    response = check(lamp, file(5), file(6), **ERBIJ)

    assert response.status_code == 409
    assert "Er kan nog 1 foto bij." in text_of(response)
    assert photos_of(lamp).count() == 4
    page = text_of(check(lamp, file(5), **ERBIJ))
    assert "U hebt 5 foto&#x27;s. Meer kan niet." in page or "U hebt 5 foto's. Meer kan niet." in page
    assert check(lamp, file(6), **ERBIJ).status_code == 409
    assert photos_of(lamp).count() == 5


def test_six_photos_at_once_are_refused_before_any_is_read(lamp):
    response = check(lamp, *[file(number) for number in range(6)], **ERBIJ)

    assert response.status_code == 422
    assert "Kies er minder." in text_of(response)
    assert photos_of(lamp).count() == 0


def test_a_refused_photo_is_named_and_the_good_ones_stay(lamp):
    response = check(lamp, file(1), file(data=HEIC, name="IMG_0815.HEIC"), **ERBIJ)

    page = text_of(response)
    assert response.status_code == 422
    assert "IMG_0815.HEIC: Dit is een HEIC-foto." in page
    assert photos_of(lamp).count() == 1
    assert "Foto 1 van 1" in page


def test_a_melding_with_a_refused_photo_is_not_sent_and_loses_nothing(lamp):
    response = check(lamp, file(1), file(data=b"geen foto"))

    assert response.status_code == 422
    assert Melding.objects.count() == 0
    assert photos_of(lamp).count() == 1
    assert check(lamp).status_code == 302
    assert Bijlage.objects.get().melding == Melding.objects.get()


def test_pressing_the_button_without_a_photo_asks_for_one(lamp):
    response = check(lamp, **ERBIJ)

    assert response.status_code == 422
    assert "Kies eerst een foto." in text_of(response)


def test_saving_for_later_keeps_the_photo_that_was_chosen(lamp):
    response = check(lamp, file(1), later="1")

    assert response.status_code == 302
    assert photos_of(lamp).count() == 1


def test_a_photo_can_be_taken_away_and_a_second_press_changes_nothing(lamp):
    check(lamp, file(1), file(2), **ERBIJ)
    first, second = photos_of(lamp)

    for _press in range(2):
        response = check(lamp, **{WEG: str(first.sleutel)})
        assert response.status_code == 200

    assert list(photos_of(lamp)) == [second]
    assert check(lamp, **{WEG: "geen sleutel"}).status_code == 200


def test_a_photo_of_another_draft_cannot_be_taken_away(lamp, plaats):
    now = lamp.concept.begonnen_op
    other = begin_concept("openbare_ruimte", gemeente=plaats.gemeente, actor=plaats.coordinator, now=now)
    (foreign,) = add_draft_photos(other, [photo()], actor=plaats.coordinator, now=now)

    check(lamp, **{WEG: str(foreign.sleutel)})

    assert Bijlage.objects.get() == foreign


def test_what_was_ticked_stays_ticked_and_is_not_asked_for_yet_when_a_photo_comes_in(schrijver):
    schrijver.walk("wijkveiligheid", last="waar")

    ticked = check(schrijver, file(1), klopt="on", **ERBIJ)
    unticked = check(schrijver, file(2), **ERBIJ)

    assert (ticked.status_code, unticked.status_code) == (200, 200)
    assert ticked.context["form"]["klopt"].value() is True
    assert not unticked.context["form"].errors
    assert photos_of(schrijver).count() == 2
    assert check(schrijver, klopt="on").status_code == 302
    assert Bijlage.objects.filter(melding=Melding.objects.get(), melding__vertrouwelijkheid=1).count() == 2


def test_a_missing_aed_is_reported_with_a_photo(schrijver):
    """E168, as far as a round is not needed for it."""
    schrijver.walk("hartveilig", last="wat")

    check(schrijver, file(1))

    assert Bijlage.objects.get().melding.categorie.soort == "hartveilig"


def test_a_category_without_photos_leaves_them_behind(lamp, plaats):
    check(lamp, file(1), **ERBIJ)
    categorie = plaats.categorie("OR01")
    categorie.fotos = False
    categorie.save()

    assert "Uw foto's worden niet verstuurd" in text_of(lamp.page("controle")).replace("&#x27;", "'")
    check(lamp)

    assert Melding.objects.count() == 1
    assert Bijlage.objects.count() == 0


def test_photos_go_with_a_draft_that_is_thrown_away_or_runs_out(lamp, clock):
    check(lamp, file(1), **ERBIJ)
    clock.shift(timedelta(days=15))

    assert purge_concepten(lamp.concept.begonnen_op + timedelta(days=15)) == 1
    assert Bijlage.objects.count() == 0


def test_nothing_of_a_photo_but_its_pixels_is_kept(lamp):
    check(lamp, file(data=written(picture(), exif=exif(), comment=CANARY) + CANARY), **ERBIJ)

    assert CANARY not in photos_of(lamp).get().inhoud


# --- too much at once ------------------------------------------------------------------------


def test_a_request_that_is_too_large_gets_a_page_that_says_what_to_do(lamp, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_REQUEST_BYTES", 100_000)

    response = check(lamp, file(data=b"x" * 200_000), **ERBIJ)

    assert response.status_code == 413
    assert "Dit is te groot om te versturen" in text_of(response)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


def test_a_photo_above_ten_megabytes_is_refused_in_words_and_loses_nothing(lamp):
    response = check(lamp, file(1), file(data=written(picture()) + b"x" * 11_000_000), **ERBIJ)

    assert response.status_code == 422
    assert "Een foto mag hooguit 10 MB zijn." in text_of(response)
    assert photos_of(lamp).count() == 1


def test_too_many_files_or_too_much_text_is_never_a_server_error(lamp):
    many = check(lamp, *[file(data=b"x") for _ in range(30)], **ERBIJ)
    long = check(lamp, tekst="x" * 3_000_000)

    assert (many.status_code, long.status_code) == (400, 400)


# --- the actions -----------------------------------------------------------------------------


@pytest.fixture
def melding(plaats, now):
    return report_melding(
        actor=plaats.melder,
        categorie=plaats.categorie("OR01"),
        buurt=plaats.buurt,
        team=plaats.team,
        inhoud={"waarneming": "Stuk."},
        now=now,
    )


def test_photos_can_be_added_later_as_long_as_the_melding_runs(melding, plaats, now):
    add_aanvulling(melding, tekst="", fotos=[photo(1), photo(2)], actor=plaats.melder, now=now)
    add_aanvulling(melding, tekst="", fotos=[photo(2)], actor=plaats.melder, now=now)
    add_aanvulling(melding, tekst="Kijk maar.", fotos=[photo(3)], actor=plaats.melder, now=now)

    assert [bytes(p.inhoud) for p in Bijlage.objects.filter(melding=melding)] == [b"foto 1", b"foto 2", b"foto 3"]
    assert [a.tekst for a in Aanvulling.objects.filter(melding=melding)] == ["Kijk maar."]
    events = Logregel.objects.about(melding).filter(gebeurtenis="melding.fotos_erbij")
    assert [line.details for line in events] == [{"aantal": 2}, {"aantal": 1}]


def test_words_are_not_kept_when_the_photos_with_them_are_refused(melding, plaats, now):
    add_photos(melding, [photo(n) for n in range(5)], actor=plaats.melder, now=now)

    with pytest.raises(RefusedAction, match="al 5 foto's"):
        add_aanvulling(melding, tekst="Nog een.", fotos=[photo(6)], actor=plaats.melder, now=now)

    assert Aanvulling.objects.count() == 0


@pytest.mark.parametrize("change", [{"vertrouwelijkheid": 2}, {"code": "WV05"}])
def test_no_photo_is_added_where_none_may_be(melding, plaats, now, change):
    if code := change.pop("code", None):
        change["categorie"] = plaats.categorie(code)
    Melding.objects.filter(pk=melding.pk).update(**change)

    with pytest.raises(RefusedAction, match="geen foto's meesturen"):
        add_photos(melding, [photo()], actor=plaats.melder, now=now)


def test_a_photo_that_was_taken_away_leaves_only_who_when_and_why(melding, plaats, meldpunt, now):
    (bijlage,) = add_photos(melding, [photo()], actor=plaats.melder, now=now)

    for _press in range(2):
        remove_photo(bijlage, reden=FotoReden.KENTEKEN.value, actor=meldpunt, now=now)

    assert Bijlage.objects.count() == 0
    (line,) = Logregel.objects.about(melding).filter(gebeurtenis="melding.foto_weg")
    assert (line.actor_id, line.op, line.details) == (meldpunt.pk, now, {"reden": "kenteken", "foto": bijlage.pk})


def test_a_photo_cannot_slip_into_a_draft_that_was_sent(lamp, plaats, now):
    check(lamp)

    with pytest.raises(RefusedAction, match="al verstuurd"):
        add_draft_photos(lamp.concept, [photo()], actor=plaats.melder, now=now)
    with pytest.raises(RefusedAction, match="al verstuurd"):
        remove_draft_photo(lamp.concept, lamp.concept.pk)
