"""A fresh proof that it is really you: before confidential text is shown again, and before a dangerous act of staff."""

from datetime import timedelta
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from buurtpreventie.accounts.actions.texts import keep_text
from buurtpreventie.accounts.second_factor import has_second_factor
from buurtpreventie.accounts.stash import give_key

FRESH_FOR = timedelta(minutes=30)
PROVED_FOR = timedelta(minutes=15)
SESSION_KEY = "vers_op"
SINCE_KEY = "sinds"  # in the session: when it began, in seconds since the epoch


def is_fresh(request, now) -> bool:
    """A code was typed in this session within the last 30 minutes (ontwerp §4)."""
    return _is_within(FRESH_FOR, request.session.get(SESSION_KEY), now)


def mark_fresh(request, now):
    """Remember in the session that a code was typed in just now."""
    request.session[SESSION_KEY] = now.timestamp()


def proved_lately(request, now) -> bool:
    """Somebody signed in, or gave password or app code once more, within the last 15 minutes."""
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    return any(_is_within(PROVED_FOR, at, now) for at in [request.session.get(SINCE_KEY), *proofs])


def proved_again(view):
    """For a dangerous act of staff: who signed in a while ago types the code of the app once more (veiligheid 5).

    What was sent meanwhile is kept encrypted, and is one press away after the proof.
    """

    @wraps(view)
    def asking(request, *args, **kwargs):
        now = timezone.now()
        if proved_lately(request, now) or not has_second_factor(request.user):  # staff has one: others get a no there
            return view(request, *args, **kwargs)
        return _ask(request, now)

    return asking


def _ask(request, now):
    """To the page that asks for the code, and back from there."""
    back, sleutel = request.get_full_path(), None
    if request.method == "POST":
        sleutel = keep_text(request.user.pk, back, request.POST, now=now)
        back = reverse("accounts:verder") if sleutel else "/"
    response = HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")
    if sleutel:
        give_key(response, sleutel)
    return response


def _is_within(period, at, now):
    return at is not None and 0 <= now.timestamp() - at < period.total_seconds()
