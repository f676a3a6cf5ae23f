"""A template becomes an accessible PDF, made from our own files only."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from buurtpreventie.documents.drawing import REFUSED
from buurtpreventie.errors import RefusedAction

PROGRAM = Path(__file__).resolve().parent / "drawing.py"
SECONDS = 300
NO_LIBRARY = _("Een PDF maken lukt op deze server niet. Vraag uw beheerder om hulp.")
NAMED = re.compile(r'url\("(static:[^"]+)"\)')
STATIC = "static:"  # static:css/x.css is our own static file css/x.css, whatever its public name is


class ForbiddenAddress(ValueError):
    """A document asks for something that is neither inside itself nor one of our static files."""


def render_pdf(template, context):
    """The bytes of a tagged PDF/UA-1; raises RefusedAction where the system libraries are not installed."""
    weasyprint = load_weasyprint()
    document = weasyprint.HTML(string=render_to_string(template, context), url_fetcher=make_fetcher(weasyprint))
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


class DrawingFailed(Exception):
    """No PDF came out; ``code`` says why: te_groot, te_lang or kapot."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def render_long_pdf(template, context):
    """The same in a process of its own that takes at most 300 MB; raises RefusedAction or DrawingFailed."""
    html = render_to_string(template, context)
    files = {url: own_address(url) for url in set(NAMED.findall(html))}
    asked = json.dumps({"html": html, "files": files}).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-I", PROGRAM], input=asked, capture_output=True, env={}, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as late:
        raise DrawingFailed("te_lang") from late
    if done.returncode == 0:
        return done.stdout
    why = done.stdout.decode(errors="replace") if done.returncode == REFUSED else "kapot"
    if why == "geen_pdf":
        raise RefusedAction(NO_LIBRARY)
    raise DrawingFailed(why if why == "te_groot" else "kapot")


def load_weasyprint():
    """The library, asked for only now: it needs system libraries that the rest of the site does without."""
    try:
        import weasyprint
    except OSError as lacks:
        raise RefusedAction(NO_LIBRARY) from lacks
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
