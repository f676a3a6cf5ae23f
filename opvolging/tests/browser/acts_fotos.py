"""What people do with photos."""

from playwright.sync_api import expect

from meldingen.tests.odd_photos import HEIC, exif, picture, written

LOADED = "images => images.every(image => image.complete && image.naturalWidth > 1)"


def as_file(name, data):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def snapshot(number=1):
    """As a phone makes them, lying on its side and saying where it was."""
    return as_file(f"IMG_{number}.jpg", written(picture(size=(1600 + 4 * number, 1200)), exif=exif(6)))


def choose_photos(person, *files):
    """With script they go at once; without it there is a button."""
    person.page.locator("input[type=file]").set_input_files(list(files))
    if not person.javascript:
        person.press("Foto toevoegen")


def sees_photos(person, number):
    """So many, and each is really drawn."""
    photos = person.page.locator(".app-foto img")
    expect(photos).to_have_count(number)
    for photo in photos.all():
        photo.scroll_into_view_if_needed()
    person.page.wait_for_function(f"() => ({LOADED})([...document.querySelectorAll('.app-foto img')])") if (
        person.javascript
    ) else person.page.wait_for_load_state("networkidle")
    person.look()


def add_photos(person):
    """Two at once, one that is refused in words, and one taken away again."""
    person.reads("Geen mensen of kentekens op de foto.", "Een foto van een adres op een envelop stuurt u niet mee")
    choose_photos(person, snapshot(1), snapshot(2))
    person.reads("De foto's staan erbij.")
    sees_photos(person, 2)
    person.expected.add(422)
    choose_photos(person, as_file("IMG_3.HEIC", HEIC))
    person.reads("Dit is een HEIC-foto.")
    sees_photos(person, 2)
    person.page.get_by_role("button", name="Weghalen").first.click()
    sees_photos(person, 1)
