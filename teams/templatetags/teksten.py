"""A text as the gemeente of this page words it: ``{% eigen_tekst "verstuurd" %}``; escaped like any text."""

from django import template

from teams.teksten import tekst_van

register = template.Library()


@register.simple_tag(takes_context=True)
def eigen_tekst(context, sleutel, gemeente=None):
    """The text of ``gemeente``, else of the gemeente that the page is shown under."""
    request = context.get("request")
    return tekst_van(gemeente or getattr(request, "gemeente", None) or None, sleutel)
