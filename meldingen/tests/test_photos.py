"""What comes out of a photo is its pixels and nothing else (E130, veiligheid 13), and no process grows too large."""

import io
import json
import os
import subprocess
import sys
from functools import cache

import pytest
from PIL import Image

from buurtpreventie.errors import RefusedAction
from meldingen.photos import MOST_BYTES, PROGRAM, SENTENCES, read_photo
from meldingen.tests.odd_photos import CANARY, CORPUS, OK, exif, picture, written

MOST_MEGABYTES = 300
# Runs the program as the site does and tells what it took: the largest memory of any process under it.
WATCH = """
import json, resource, subprocess, sys
data = open(sys.argv[1], "rb").read()
done = subprocess.run([sys.executable, "-I", sys.argv[2]], input=data, capture_output=True, env={})
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"code": done.returncode, "kilobytes": peak, "said": done.stdout[:40].decode("latin-1")}))
"""
MAY_STAND_IN_A_JPEG = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}  # JFIF, tables, one frame, one scan: nothing with words


@cache
def made(name):
    """The file of this name; the large ones take a while to make."""
    return CORPUS[name][0]()


def segments(jpeg):
    """(marker, contents) up to the pixels."""
    at = 2
    while True:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4])
        yield marker, jpeg[at + 4 : at + 2 + length]
        if marker == 0xDA:
            return
        at += 2 + length


@pytest.mark.parametrize("name", CORPUS)
def test_an_odd_file_is_refused_kindly_or_comes_out_as_bare_pixels(name):
    data, becomes = made(name), CORPUS[name][1]

    if becomes != OK:
        with pytest.raises(RefusedAction) as refusal:
            read_photo(io.BytesIO(data))
        assert refusal.value.message == SENTENCES[becomes]
        return

    assert len(data) <= MOST_BYTES
    foto = read_photo(io.BytesIO(data))

    with Image.open(io.BytesIO(foto.inhoud)) as out:
        assert (out.format, out.mode, out.size) == ("JPEG", "RGB", (foto.breedte, foto.hoogte))
        assert set(out.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not out.getexif()
        out.load()
    assert max(foto.breedte, foto.hoogte) <= 2048
    assert {marker for marker, _ in segments(foto.inhoud)} <= MAY_STAND_IN_A_JPEG
    assert [body[:5] for marker, body in segments(foto.inhoud) if marker == 0xE0] == [b"JFIF\0"]
    assert foto.inhoud.endswith(b"\xff\xd9")
    assert foto.inhoud.count(b"\xff\xd9") == foto.inhoud.count(b"\xff\xd8") == 1
    assert CANARY not in foto.inhoud
    assert b"<?php" not in foto.inhoud


@pytest.mark.parametrize("name", CORPUS)
def test_no_process_takes_more_than_300_megabytes(name, tmp_path):
    file = tmp_path / "foto"
    file.write_bytes(made(name))

    told = subprocess.run(
        [sys.executable, "-c", WATCH, file, PROGRAM], capture_output=True, text=True, check=True, env=os.environ
    ).stdout

    took = json.loads(told)
    print(f"{took['kilobytes'] / 1024:.0f} MB, {took['code']} {took['said']!r}: {name}")
    assert took["code"] in (0, 3)
    assert took["kilobytes"] < MOST_MEGABYTES * 1024


def test_the_corpus_holds_what_the_issue_asks():
    assert len(CORPUS) >= 30
    assert {becomes for _, becomes in CORPUS.values()} == {OK, *SENTENCES}


@pytest.mark.parametrize(
    ("orientation", "lightest"),
    [(1, "top"), (2, "top"), (3, "bottom"), (4, "bottom"), (5, "left"), (6, "right"), (7, "right"), (8, "left")],
)
def test_a_photo_comes_out_upright(orientation, lightest):
    foto = read_photo(io.BytesIO(written(picture(size=(400, 300)), exif=exif(orientation))))

    with Image.open(io.BytesIO(foto.inhoud)) as out:
        grey, (width, height) = out.convert("L"), out.size
        sides = {
            "top": grey.getpixel((width // 2, 5)),
            "bottom": grey.getpixel((width // 2, height - 5)),
            "left": grey.getpixel((5, height // 2)),
            "right": grey.getpixel((width - 5, height // 2)),
        }
    assert max(sides, key=sides.get) == lightest
    assert (foto.breedte, foto.hoogte) == ((400, 300) if orientation < 5 else (300, 400))


def test_what_is_see_through_becomes_paper():
    glass = Image.new("RGBA", (100, 100), (0, 0, 0, 0))

    foto = read_photo(io.BytesIO(written(glass, "PNG")))

    with Image.open(io.BytesIO(foto.inhoud)) as out:
        assert out.getpixel((50, 50)) == (255, 255, 255)


def test_grey_in_16_bits_keeps_its_shades():
    foto = read_photo(io.BytesIO(written(picture("I;16"), "PNG")))

    with Image.open(io.BytesIO(foto.inhoud)) as out:
        grey = out.convert("L")
        assert grey.getpixel((320, 10)) > 230
        assert 100 < grey.getpixel((320, 240)) < 155
        assert grey.getpixel((320, 470)) < 25


def test_a_small_photo_is_not_made_larger():
    foto = read_photo(io.BytesIO(written(picture(size=(120, 90)))))

    assert (foto.breedte, foto.hoogte) == (120, 90)


def test_the_same_file_gives_the_same_photo():
    data = written(picture())

    assert read_photo(io.BytesIO(data)) == read_photo(io.BytesIO(data))


def test_the_program_that_reads_a_photo_knows_nothing_of_the_site():
    """No Django, so no settings, no keys and no database."""
    code = "import sys, runpy; runpy.run_path(sys.argv[1]); print([m for m in sys.modules if 'django' in m])"

    done = subprocess.run([sys.executable, "-I", "-c", code, PROGRAM], capture_output=True, text=True, env={})

    assert done.stdout.strip() == "[]"
