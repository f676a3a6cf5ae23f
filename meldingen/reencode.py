"""A program of its own: reads a photo from its input and writes its pixels anew, and nothing else of it.

It runs apart from the site (``photos.py`` starts it), so what a hostile file does to a decoder happens to a process
that holds no key and no other photo, and that the system ends when it takes too much memory or time.
Output: a line ``breedte hoogte`` and the JPEG; refused (exit code 3): one word that says why.
"""

import io
import resource
import struct
import sys

from PIL import Image

MEMORY_BYTES, CPU_SECONDS = 300 * 1024 * 1024, 15
REFUSED = 3
LONGEST, SHORTEST = 2048, 24  # pixels, of what comes out; thinner shows nothing
MOST_PIXELS = 40_000_000
MOST_WEBP_PIXELS = 12_500_000  # its decoder holds the picture several times
MOST_COEFFICIENT_BYTES = 150_000_000  # of a JPEG in several scans, which the decoder holds as a whole
MOST_SCANS = 50  # a progressive photo has about ten; thousands keep a decoder busy for hours
STRIP_ROWS = 32  # of what comes out
QUALITY = 82
ORIENTATION = 0x0112

SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
APPLE_AND_NEWER = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
FRAME_MARKERS = {0xC0: False, 0xC1: False, 0xC2: True}  # the kinds of JPEG that are read; True: progressive
OTHER_FRAMES = set(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Refused(Exception):
    """Carries the word that says why."""


def main():
    """From input to output, within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        size, jpeg = reencode(sys.stdin.buffer.read())
    except Refused as refusal:
        sys.stdout.write(str(refusal))
        return REFUSED
    except MemoryError:
        sys.stdout.write("te_groot")
        return REFUSED
    except Exception:  # a decoder may fail in any way on a hostile file; whichever it is, nothing of it comes out
        sys.stdout.write("kapot")
        return REFUSED
    sys.stdout.buffer.write(b"%d %d\n" % size + jpeg)
    return 0


def reencode(data):
    """The size and the JPEG of what this photo shows."""
    kind = kind_of(data)
    image = opened(data, kind)
    check_size(image, kind)
    if kind == "JPEG":
        check_scans(data, image)
        image.draft("RGB", fitted(image.size))  # the decoder itself makes it smaller, without the large one in memory
    image.load()  # first of all: reading an orientation may decode too, and would hide that it failed
    orientation = orientation_of(image)
    picture = on_fresh_image(image)
    picture.thumbnail((LONGEST, LONGEST))
    picture = upright(picture, orientation)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True)
    return picture.size, written.getvalue()


# --- before decoding -------------------------------------------------------------------------


def kind_of(data):
    """What it is by its first bytes, whatever it is called."""
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:12] in APPLE_AND_NEWER:
        raise Refused("heic")
    raise Refused("leeg" if not data else "soort")


def opened(data, kind):
    """The picture with its head read and no pixel decoded."""
    Image.MAX_IMAGE_PIXELS = None  # check_size is the one limit, and a lower one
    image = Image.open(io.BytesIO(data), formats=[kind])
    if image.format != "MPO" and getattr(image, "is_animated", False):  # MPO: a phone's JPEG with a second one inside
        raise Refused("beweegt")
    return image


def check_size(image, kind):
    """Not too many pixels to decode, and enough to see something."""
    width, height = image.size
    if width * height > (MOST_WEBP_PIXELS if kind == "WEBP" else MOST_PIXELS):
        raise Refused("te_veel_pixels")
    if min(fitted(image.size)) < SHORTEST:
        raise Refused("te_klein")


def fitted(size):
    """The size it gets: at most LONGEST, and never larger than it is."""
    scale = min(1, LONGEST / max(size))
    return tuple(max(1, round(side * scale)) for side in size)


def check_scans(data, image):
    """A JPEG in several scans is held as a whole by the decoder, however small it is made."""
    if data.count(b"\xff\xda") > MOST_SCANS:
        raise Refused("kapot")
    if is_in_scans(data) and coefficient_bytes(image) > MOST_COEFFICIENT_BYTES:
        raise Refused("te_veel_pixels")


def is_in_scans(data):
    """Whether its colours or details come one after another; refuses a kind of JPEG that no camera makes."""
    at, components, progressive = 2, 0, False
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise Refused("kapot")
        marker = data[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD7 or marker == 0x01:  # padding, or a marker without a length
            at += 1 if marker == 0xFF else 2
            continue
        if marker in OTHER_FRAMES or marker == 0xD9:
            raise Refused("kapot")
        if marker in FRAME_MARKERS:
            components, progressive = data[at + 9], FRAME_MARKERS[marker]
        if marker == 0xDA:
            return progressive or data[at + 4] < components
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    raise Refused("kapot")


def coefficient_bytes(image):
    """What the decoder would keep: two bytes for each sample of each colour."""
    most_across, most_down = max(h for _, h, _, _ in image.layer), max(v for _, _, v, _ in image.layer)
    samples = sum(h * v for _, h, v, _ in image.layer) / (most_across * most_down)
    return 2 * samples * image.width * image.height


def orientation_of(image):
    """How the camera was held, 1 to 8; upright when what it says about that cannot be read."""
    try:
        turned = image.getexif().get(ORIENTATION, 1)
    except Exception:  # the same; it is only about which side is up
        return 1
    return turned if turned in range(1, 9) else 1


# --- the pixels ------------------------------------------------------------------------------


def on_fresh_image(image):
    """The bare pixels on an image of our own, made smaller in whole steps, a strip at a time to spare memory."""
    step = max(1, max(image.size) // LONGEST)
    across, rows = image.width, STRIP_ROWS * step
    fresh = Image.new("RGB", (-(-across // step), -(-image.height // step)))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, across, min(top + rows, image.height)))
        fresh.paste(flat(strip).reduce(step), (0, top // step))
    return fresh


def flat(strip):
    """Ordinary colours; what was see-through is white, as paper."""
    if strip.mode.startswith("I"):  # grey in 16 bits
        strip = strip.convert("I").point(lambda grey: grey / 256).convert("L")
    if not strip.has_transparency_data:
        return strip.convert("RGB")
    paper = Image.new("RGBA", strip.size, "white")
    paper.alpha_composite(strip.convert("RGBA"))
    return paper.convert("RGB")


def upright(picture, orientation):
    """The picture as it was seen."""
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return picture.transpose(turn[orientation]) if orientation in turn else picture


if __name__ == "__main__":
    sys.exit(main())
