"""What a gemeente says about privacy and accessibility, on pages that everybody may read."""

from django import template
from django.conf import settings
from django.utils.module_loading import import_string

from teams.models import Gemeente
from teams.teksten import TEKSTEN, tekst_van

register = template.Library()


@register.simple_tag(takes_context=True)
def verklaring(context, begin):
    """The sections whose keys begin so, as the gemeente of this reader words them.

    Who is signed out chooses a gemeente: until then there is nothing to say, and ``keuze`` holds all of them.
    """
    request = context.get("request")
    gemeente = getattr(request, "gemeente", None) or None
    keuze = [] if gemeente else list(Gemeente.objects.order_by("naam"))
    gemeente = gemeente or chosen(keuze, request)
    sleutels = [sleutel for sleutel in TEKSTEN if sleutel.startswith(begin)] if gemeente else []
    delen = [
        {"id": sleutel, "kop": TEKSTEN[sleutel].naam, "tekst": tekst_van(gemeente, sleutel)} for sleutel in sleutels
    ]
    return {"gemeente": gemeente, "keuze": keuze, "delen": delen}


def chosen(keuze, request):
    """The gemeente that the address names; nothing when there is none of that name."""
    slug = request.GET.get("gemeente", "") if request else ""
    return next((gemeente for gemeente in keuze if gemeente.slug == slug), None)


@register.simple_tag
def bewaarregels(gemeente=None):
    """What is kept, how long (in this gemeente, when it is known) and why: the rules of the nightly run."""
    rules = import_string(settings.BEWAARREGELS)()
    return [{"wat": rule.wat, "hoe_lang": rule.hoe_lang_in(gemeente), "grond": rule.grond} for rule in rules]
