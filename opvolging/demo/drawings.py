"""Photos for the demo: drawn, so that no real street and nobody stands on them."""

import io

from PIL import Image, ImageDraw, ImageFilter

from meldingen.photos import read_photo

SIZE = WIDTH, HEIGHT = 1200, 900
HORIZON = 560
DAY, DUSK = ((176, 202, 222), (120, 128, 122)), ((38, 46, 70), (44, 48, 54))  # air and ground


def photo_of(naam):
    """The drawing of this name, read as any photo that comes in."""
    file = io.BytesIO()
    DRAWINGS[naam]().filter(ImageFilter.GaussianBlur(1.5)).save(file, "JPEG", quality=85)
    file.seek(0)
    return read_photo(file)


def street(colours):
    """Air, a row of houses without windows lit, pavement and road."""
    air, ground = colours
    image = Image.new("RGB", SIZE, air)
    draw = ImageDraw.Draw(image)
    for number, left in enumerate(range(-40, WIDTH, 210)):
        top = 250 + number * 37 % 60
        wall = tuple(shade // 2 + 30 + number % 3 * 12 for shade in air)
        draw.rectangle((left, top, left + 200, HORIZON), fill=wall)
        draw.polygon([(left - 8, top), (left + 100, top - 80), (left + 208, top)], fill=tuple(s - 20 for s in wall))
    draw.rectangle((0, HORIZON, WIDTH, HEIGHT), fill=ground)
    draw.polygon([(0, 690), (WIDTH, 640), (WIDTH, 660), (0, 715)], fill=tuple(s + 40 for s in ground))
    return image, draw


def lamp():
    """A lamp post that gives no light."""
    image, draw = street(DUSK)
    draw.rectangle((588, 180, 606, 700), fill=(88, 94, 100))
    draw.rectangle((500, 170, 606, 184), fill=(88, 94, 100))
    draw.ellipse((470, 168, 540, 204), fill=(64, 68, 74), outline=(104, 110, 116), width=4)
    return image


def zakken():
    """Bags and a mattress beside a container."""
    image, draw = street(DAY)
    draw.rounded_rectangle((640, 360, 940, 720), 24, fill=(52, 92, 74))
    draw.rounded_rectangle((690, 400, 890, 470), 16, fill=(30, 58, 46))
    draw.polygon([(180, 700), (300, 420), (400, 440), (300, 730)], fill=(222, 216, 200))
    for left, size in ((360, 150), (470, 120), (540, 160), (950, 130)):
        draw.ellipse((left, 740 - size, left + size, 740), fill=(42, 44, 50), outline=(70, 72, 78), width=3)
        draw.polygon(
            [(left + size // 2 - 16, 742 - size), (left + size // 2 + 16, 742 - size), (left + size // 2, 718 - size)],
            fill=(42, 44, 50),
        )
    return image


def gat():
    """A hole in the road with water in it."""
    image, draw = street(DAY)
    draw.ellipse((360, 720, 840, 860), fill=(64, 66, 64))
    draw.ellipse((400, 742, 800, 846), fill=(96, 112, 122))
    draw.line([(360, 790), (240, 760), (170, 780)], fill=(78, 82, 78), width=7)
    draw.line([(836, 780), (960, 800), (1040, 770)], fill=(78, 82, 78), width=7)
    return image


DRAWINGS = {"lamp": lamp, "zakken": zakken, "gat": gat}
