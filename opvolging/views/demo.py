"""Postvak (demo): the mails of the demo and the codes of its staff; it has no address on a real site."""

import re

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buurtpreventie.embedded.post import Post
from buurtpreventie.ui.pagination import page_of
from opvolging.demo.accounts import WACHTWOORD, accounts
from opvolging.forms.demo import PostvakForm

LINK = re.compile(r"(https?://\S+)")


@require_safe
def postvak(request):
    """All mails, newest first, with links to press; and who may sign in with what."""
    if not (settings.DEMO or settings.TESTING):
        raise Http404
    mails = Post(settings.DEMO_POST_DIR).list()[::-1] if settings.DEMO_POST_DIR else []
    form = PostvakForm(request.GET, adressen=sorted({adres for mail in mails for adres in mail.to}))
    aan = form.chosen.get("aan")
    shown = [mail for mail in mails if not aan or aan in mail.to]
    page = page_of(request, shown, per_page=20)
    return render(
        request,
        "opvolging/demo/postvak.html",
        {
            "form": form,
            "pagina": page,
            "mails": [(mail, LINK.split(mail.text)) for mail in page],
            "accounts": accounts(),
            "wachtwoord": WACHTWOORD,
        },
    )
