"""Files that people, cameras and attackers send: made here, so that none of them lies in the repository."""

import io
import struct
import zipfile
import zlib

from PIL import Image, PngImagePlugin

CANARY = b"KANARIE-IN-DE-FOTO"
LARGE = (7300, 5470)  # just under forty megapixels
OK = "ok"


def picture(mode="RGB", size=(640, 480)):
    """Something with shades, light above and dark below, so that it shows which side is up."""
    shades = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(size)
    if mode in ("L", "1", "P"):
        return shades.convert(mode)
    if mode == "I;16":
        return shades.convert("I").point(lambda grey: grey * 256).convert("I;16")
    return Image.merge(mode, [shades] * len(mode))


def written(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def exif(orientation=1):
    """What a phone writes beside the pixels: where, when and with what."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = CANARY.decode()
    tags.get_ifd(0x8825).update({1: "N", 2: (51.0, 48.0, 36.0), 3: "E", 4: (4.0, 40.0, 12.0), 29: CANARY.decode()})
    return tags


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def after_start(jpeg, *segments):
    """A JPEG with more segments right behind its start."""
    return jpeg[:2] + b"".join(segments) + jpeg[2:]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width, height, body=b"", *, depth=8, colour=2, interlace=0):
    """A PNG that says this size, whatever there is in it."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def interlaced_png():
    """Every row of each of the seven passes, black."""
    width = height = 64
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = b""
    for left, top, across, down in passes:
        rows += (b"\0" + b"\0" * 3 * len(range(left, width, across))) * len(range(top, height, down))
    return png_of(width, height, zlib.compress(rows), interlace=1)


def with_text_bomb():
    """A compressed text of 60 MB in a few kilobytes."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("comment", CANARY.decode() * 3_000_000, zip=True)
    return written(picture(), "PNG", pnginfo=notes)


def with_notes():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", CANARY.decode())
    notes.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY.decode()}</x>", "nl", "x")
    return written(picture("RGBA"), "PNG", pnginfo=notes, exif=exif())


def with_zip():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("run.php", CANARY)
    return written(picture()) + archive.getvalue()


def with_thumbnail():
    """The photo before it was cut, still in its EXIF."""
    small = written(picture(size=(160, 120)), comment=CANARY)
    return after_start(written(picture()), segment(0xE1, b"Exif\0\0" + small))


def two_in_one():
    """As phones write: a second picture behind the first (MPO)."""
    file = io.BytesIO()
    picture().save(file, "MPO", save_all=True, append_images=[picture(size=(320, 240))], comment=CANARY)
    return file.getvalue()


def moving(kind):
    frames = [picture(size=(64, 64)), Image.new("RGB", (64, 64), "red")]
    return written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def noisy(size):
    """Cannot be compressed: the longest file for its pixels."""
    return Image.effect_noise(size, 100).convert("RGB")


def scan_bomb():
    """A progressive photo of which the last scan comes a thousand times over."""
    jpeg = written(picture(size=(800, 600)), progressive=True)
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * 1000 + jpeg[-2:]


def lying_jpeg(width, height):
    """The head of a photo that says another size than it has."""
    jpeg = bytearray(written(picture()))
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def webp_with_notes():
    return written(picture(), "WEBP", exif=exif(), xmp=CANARY, icc_profile=b"\0" * 64 + CANARY)


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 200
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PHP = b"<?php system($_GET['c']); /* " + CANARY + b" */ ?>"

# name: (how it is made, what becomes of it: OK, or the word that says why not)
CORPUS = {
    "an ordinary photo": (lambda: written(picture()), OK),
    "GPS, a description and the camera": (lambda: written(picture(), exif=exif()), OK),
    "a comment": (lambda: written(picture(), comment=CANARY), OK),
    "XMP and an ICC profile with words": (
        lambda: written(picture(), xmp=CANARY, icc_profile=b"\0" * 128 + CANARY),
        OK,
    ),
    "IPTC and an unknown segment": (
        lambda: after_start(written(picture()), segment(0xED, b"Photoshop 3.0\0" + CANARY), segment(0xEF, CANARY)),
        OK,
    ),
    "the uncut photo as a thumbnail": (with_thumbnail, OK),
    "megabytes of segments": (
        lambda: after_start(written(picture()), *[segment(0xE9, CANARY * 3600)] * 100),
        OK,
    ),
    "broken EXIF": (lambda: after_start(written(picture()), segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff")), OK),
    "a zip behind it": (with_zip, OK),
    "PHP behind it": (lambda: written(picture()) + PHP, OK),
    "HTML behind a PNG": (lambda: written(picture(), "PNG") + b"<script>" + CANARY, OK),
    "text, XMP and EXIF in a PNG": (with_notes, OK),
    "text, XMP and EXIF in a WebP": (webp_with_notes, OK),
    "a second picture behind the first": (two_in_one, OK),
    "lying on its side": (lambda: written(picture(), exif=exif(6)), OK),
    "an orientation that does not exist": (lambda: written(picture(), exif=exif(99)), OK),
    "CMYK": (lambda: written(picture("CMYK")), OK),
    "grey": (lambda: written(picture("L")), OK),
    "grey in 16 bits": (lambda: written(picture("I;16"), "PNG"), OK),
    "black and white in one bit": (lambda: written(picture("1"), "PNG"), OK),
    "a palette with a see-through colour": (lambda: written(picture("P"), "PNG", transparency=3), OK),
    "grey with see-through": (lambda: written(picture("LA"), "PNG"), OK),
    "an interlaced PNG": (interlaced_png, OK),
    "a see-through WebP without loss": (lambda: written(picture("RGBA"), "WEBP", lossless=True), OK),
    "a progressive photo": (lambda: written(picture(), progressive=True), OK),
    "forty megapixels": (lambda: written(picture(size=LARGE), subsampling=0), OK),
    "forty megapixels in four colours": (lambda: written(picture("CMYK", LARGE)), OK),
    "forty megapixels, progressive": (lambda: written(picture(size=LARGE), progressive=True), OK),
    "forty megapixels of see-through PNG": (lambda: written(picture("RGBA", LARGE), "PNG", compress_level=1), OK),
    "forty megapixels of 16 bits": (lambda: written(picture("I;16", LARGE), "PNG", compress_level=1), OK),
    "the largest see-through WebP": (
        lambda: written(Image.new("RGBA", (4080, 3060), (200, 30, 30, 128)), "WEBP", lossless=True, method=0),
        OK,
    ),
    "nine megabytes of noise": (lambda: written(noisy((2900, 2900)), quality=92), OK),
    "a panorama": (lambda: written(picture(size=(12000, 1500))), OK),
    "nothing": (lambda: b"", "leeg"),
    "words": (lambda: b"Dit is geen foto.", "soort"),
    "PHP before it": (lambda: PHP + written(picture()), "soort"),
    "SVG called JPG": (lambda: SVG, "soort"),
    "GIF called JPG": (lambda: written(picture("P"), "GIF"), "soort"),
    "TIFF called JPG": (lambda: written(picture(), "TIFF"), "soort"),
    "BMP called JPG": (lambda: written(picture(), "BMP"), "soort"),
    "PDF called JPG": (lambda: b"%PDF-1.7\n" + CANARY, "soort"),
    "HEIC of a phone": (lambda: HEIC, "heic"),
    "a moving PNG": (lambda: moving("PNG"), "beweegt"),
    "a moving WebP": (lambda: moving("WEBP"), "beweegt"),
    "one pixel": (lambda: written(picture(size=(1, 1)), "PNG"), "te_klein"),
    "a thread of 1 by 40000": (lambda: written(picture(size=(1, 40000)), "PNG"), "te_klein"),
    "a head only": (lambda: written(picture())[:200], "kapot"),
    "cut off half-way": (lambda: written(noisy((640, 480)))[:20_000], "kapot"),
    "a cut-off PNG": (lambda: written(noisy((640, 480)), "PNG")[:20_000], "kapot"),
    "a cut-off WebP": (lambda: written(noisy((640, 480)), "WEBP")[:5_000], "kapot"),
    "only a signature": (lambda: b"\xff\xd8\xff", "kapot"),
    "a damaged PNG": (lambda: png_of(640, 480, b"\0" * 500), "kapot"),
    "a text that explodes": (with_text_bomb, "kapot"),
    "a thousand scans": (scan_bomb, "kapot"),
    "a frame no camera makes": (lambda: written(picture()).replace(b"\xff\xc0", b"\xff\xc3", 1), "kapot"),
    "a bomb of a million by a million": (lambda: png_of(1_000_000, 1_000_000), "te_veel_pixels"),
    "a bomb of 12000 by 12000": (
        lambda: png_of(12_000, 12_000, zlib.compress(b"\0" * (12_000 * 12_000 // 8))),
        "te_veel_pixels",
    ),
    "a photo that says 65000 by 65000": (lambda: lying_jpeg(65_000, 65_000), "te_veel_pixels"),
    "progressive in full colour, too large to hold": (
        lambda: written(picture(size=LARGE), progressive=True, subsampling=0),
        "te_veel_pixels",
    ),
    "a WebP too large to hold": (lambda: written(picture(size=(5000, 4000)), "WEBP", method=0), "te_veel_pixels"),
    "eleven megabytes": (lambda: written(picture()) + b"\0" * 11_000_000, "te_groot"),
}
