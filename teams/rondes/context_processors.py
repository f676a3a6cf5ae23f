"""What stands above every page of who is out."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from teams.rollen import rollen_van
from teams.rondes.warnings_open import Strook, strook_of


def strook(request):
    """Give the templates ``strook``, asked for only by a page that shows it to a member of a team."""
    return {"strook": SimpleLazyObject(lambda: _strook(request))}


def _strook(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not rollen_van(user).in_teams:
        return Strook()
    return strook_of(user, timezone.now())
