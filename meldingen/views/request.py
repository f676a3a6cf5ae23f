"""What every view here asks of a request."""

from django.views.decorators.http import require_http_methods

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def gemeente_of(request):
    """The gemeente of the hat that is worn now, as a real object; None without one."""
    return request.gemeente or None
