"""Keeps what somebody sends after the session has ended, until the same person has signed in again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.accounts.actions import keep_text
from buurtpreventie.accounts.models import Bewaard
from buurtpreventie.accounts.stash import COOKIE, give_key, remember_who, take_key, who_was_here


class StashMiddleware:
    """Any form of the house that needs somebody to be signed in is covered: the answer of its view says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            return self.after_signed_in(request, response)
        if request.method == "POST" and asks_to_sign_in(response):
            return self.keep(request, response)
        return response

    def after_signed_in(self, request, response):
        """Note whose browser this is; a kept text that was sent after all is forgotten."""
        if who_was_here(request) != request.user.pk:
            remember_who(response, request.user)
        if request.method == "POST" and COOKIE in request.COOKIES and response.status_code < 400:
            kept = Bewaard.objects.for_reader(request.user, request.COOKIES[COOKIE], timezone.now())
            was_kept = kept.filter(pad=request.get_full_path()).delete()[0]
            if was_kept and COOKIE not in response.cookies:  # else it was put away once more, under another key
                take_key(response)
        return response

    def keep(self, request, response):
        """Put the text away and come back to it after signing in."""
        gebruiker_id = who_was_here(request)
        sleutel = gebruiker_id and keep_text(gebruiker_id, request.get_full_path(), request.POST, now=timezone.now())
        if not sleutel:
            return response
        messages.info(request, _("U bent uitgelogd. Uw tekst is bewaard. Log in om verder te gaan."))
        response = redirect(f"{resolve_url(settings.LOGIN_URL)}?next={reverse('accounts:verder')}")
        if request.headers.get("HX-Request"):
            response = HttpResponse(headers={"HX-Redirect": response.url})
        give_key(response, sleutel)
        return response


def asks_to_sign_in(response):
    """The view sent the visitor to the sign-in page, to come back later."""
    if response.status_code != 302:
        return False
    path, _mark, query = response.url.partition("?")
    return path == resolve_url(settings.LOGIN_URL) and "next=" in query
