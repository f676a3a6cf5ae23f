"""Pages that belong to no app: help, privacy, the styleguide, and what is shown when something is wrong."""

import logging
import re
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods, require_safe

from buurtpreventie.ui import stijlgids as guide
from buurtpreventie.ui.text import clean_text

logger = logging.getLogger(__name__)

DATABASE_AWAY = OperationalError | InterfaceError
RETRY_SECONDS = 30
NEVER_ECHOED = re.compile(r"csrf|password|wachtwoord|code|token|geheim|login", re.IGNORECASE)
ECHO_LIMIT = 20_000
LAST_RESORT = (
    '<!doctype html><html lang="nl"><title>Er ging iets mis – Buurtpreventie</title>'
    "<h1>Er ging iets mis</h1><p>Probeer het over een paar minuten opnieuw. Is er nu gevaar? Bel 112.</p></html>"
)


@require_safe
def privacy(request):
    """What is kept, who reads it."""
    return render(request, "delen/privacy.html")


@require_safe
def toegankelijkheid(request):
    """How accessible these pages are and where to complain."""
    return render(request, "delen/toegankelijkheid.html")


@require_safe
def hulp(request):
    """Where to find help with this site."""
    return render(request, "delen/hulp.html")


@require_safe
def grenzen(request):
    """What a volunteer may and may not do (E009, E010), and privacy as a reason for care (E015)."""
    return render(request, "delen/grenzen.html")


@require_safe
def stijlgids(request):
    """Every component with its states; for the demo, tests and superusers."""
    check_guide_reader(request)
    return render(request, "stijlgids/stijlgids.html", guide.context(request))


@require_http_methods(["GET", "HEAD", "POST"])
def voorbeeld(request, naam):
    """A whole page of the styleguide: a step form that can be sent, or an error page."""
    check_guide_reader(request)
    if naam not in guide.PAGES:
        raise Http404
    if naam not in {"stap", "stap-fout"}:
        return render(request, guide.PAGES[naam], guide.page_context(naam))
    bound = request.POST if request.method == "POST" else {} if naam == "stap-fout" else None
    form = guide.StapForm(bound)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "Uw antwoord is bewaard.")
        return redirect("ui:voorbeeld", "verstuurd")
    status = form.status if request.method == "POST" else 200
    return render(request, "stijlgids/stap.html", guide.page_context(naam) | {"form": form}, status=status)


def check_guide_reader(request):
    """404 for anybody the styleguide is not for."""
    if not (settings.DEMO or settings.TESTING or (request.user.is_active and request.user.is_superuser)):
        raise Http404


def bad_request(request, exception):
    """400, drawn without the request: nothing in it can be trusted."""
    return HttpResponse(loader.render_to_string("400.html"), status=400)


def permission_denied(request, exception):
    """403: it is there, but not for this role."""
    return render(request, "403.html", status=403)


def page_not_found(request, exception):
    """404: it does not exist, or not for this reader."""
    return render(request, "404.html", status=404)


def unavailable(request):
    """503 for a request that lost the database: what was typed stands on the page, ready to be sent again.

    The token that came with the form goes back unchanged, so a form from elsewhere gains nothing by this page.
    """
    html = loader.render_to_string(
        "503.html",
        {
            "velden": echo(request),
            "pad": request.get_full_path(),
            "token": posted(request).get("csrfmiddlewaretoken", ""),
            "is_post": request.method == "POST",
        },
    )
    return HttpResponse(html, status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def server_error(request):
    """The handler of 500; a database that is away is not an error of ours but a pause."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return unavailable(request)
    try:
        return HttpResponseServerError(loader.render_to_string("500.html"))
    except Exception:
        logger.exception("500.html could not be drawn")
        return HttpResponseServerError(LAST_RESORT)


@requires_csrf_token
def csrf_failure(request, reason=""):
    """A stale page: what was typed here is shown to be copied, never to be sent again."""
    fields = [field for field in echo(request) if " " in field["waarde"].strip()] if is_from_here(request) else []
    return render(request, "403_csrf.html", {"velden": fields, "pad": request.path}, status=403)


def echo(request):
    """The text that was posted, as ``{"naam", "waarde"}``; no files, tokens, codes or passwords."""
    return [
        {"naam": clean_text(name), "waarde": clean_text(value)[:ECHO_LIMIT]}
        for name, values in posted(request).lists()
        if not NEVER_ECHOED.search(name)
        for value in values
    ]


def posted(request):
    """What was posted, or nothing when it cannot be read."""
    try:
        return request.POST
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return type(request.GET)()


def is_from_here(request):
    """The form stood on a page of ours, says the browser."""
    source = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(source).netloc == request.META.get("HTTP_HOST")
