"""Lists in pages."""

from django.core.paginator import Paginator


def page_of(request, queryset, per_page=25):
    """The page the address asks for with ``?pagina=``; nonsense gives the first, too far gives the last."""
    return Paginator(queryset, per_page).get_page(request.GET.get("pagina"))
