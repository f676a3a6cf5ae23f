"""A file to save, or back to its page with the reason why there is none."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from buurtpreventie.errors import RefusedAction


def as_pdf(render, naam, request, page, *args):
    """The PDF that ``render`` makes, to save and to print; where PDF cannot be made, ``page`` says so."""
    try:
        pdf = render()
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return redirect(page, *args)
    headers = {"Content-Disposition": f'attachment; filename="{naam}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
