"""A template becomes an accessible PDF, made from our own files only."""

from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction

STATIC = "static:"  # static:css/x.css is our own static file css/x.css, whatever its public name is


class ForbiddenAddress(ValueError):
    """A document asks for something that is neither inside itself nor one of our static files."""


def render_pdf(template, context):
    """The bytes of a tagged PDF/UA-1; raises RefusedAction where the system libraries are not installed."""
    weasyprint = load_weasyprint()
    document = weasyprint.HTML(string=render_to_string(template, context), url_fetcher=make_fetcher(weasyprint))
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def load_weasyprint():
    """The library, asked for only now: it needs system libraries that the rest of the site does without."""
    try:
        import weasyprint
    except OSError as lacks:
        raise RefusedAction(_("Een PDF maken lukt op deze server niet. Vraag uw beheerder om hulp.")) from lacks
    return weasyprint


def make_fetcher(weasyprint):
    """What a document may load while it is drawn (veiligheid 16): no network, no other file."""

    class OwnFilesOnly(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            return super().fetch(own_address(url), headers)

    return OwnFilesOnly(allowed_protocols=("data", "file"), allow_redirects=False)


def own_address(url):
    """Where the thing behind this address is: in the address itself, or in our static folders."""
    if url.startswith("data:"):
        return url
    if not url.startswith(STATIC):
        raise ForbiddenAddress("Only data: and static: may be loaded.")
    try:
        path = finders.find(unquote(url.removeprefix(STATIC)))
    except SuspiciousFileOperation as outside:
        raise ForbiddenAddress("This is outside the static folders.") from outside
    if path is None:
        raise ForbiddenAddress("There is no such static file.")
    return Path(path).as_uri()
