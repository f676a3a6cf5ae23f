"""A PDF read back, for tests: what is written in it and what it says of itself."""

from io import BytesIO

from pypdf import PdfReader


def open_pdf(data):
    return PdfReader(BytesIO(data), strict=True)


def words_of(data):
    """All the words in their order, with one space between them."""
    return " ".join(" ".join(page.extract_text() for page in open_pdf(data).pages).split())


def tags_of(data):
    """The kinds of the tags (P, H1 …) in reading order."""
    return list(_kinds(open_pdf(data).trailer["/Root"]["/StructTreeRoot"]))


def _kinds(tag):
    if "/S" in tag:
        yield tag["/S"].removeprefix("/")
    children = tag.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object()
        if hasattr(child, "keys"):
            yield from _kinds(child)


def fonts_of(data):
    """The names of the fonts inside, without the letters of their subset."""
    pages = open_pdf(data).pages
    return {font["/BaseFont"].split("+")[-1] for page in pages for font in _fonts_on(page)}


def _fonts_on(page):
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]
