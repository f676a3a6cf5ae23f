"""What a signed-in person is, before any page looks: roles, second factor, idle time, hat and gemeente."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from buurtpreventie.accounts.devices import is_noted, note_device
from buurtpreventie.accounts.second_factor import passed_second_factor
from buurtpreventie.database import show_rows
from buurtpreventie.prepared import Later, PreparedObject
from buurtpreventie.ui.polling import is_poll
from teams.models import Gemeente
from teams.petten import SESSION_KEY as PET_KEY
from teams.petten import current_pet, petten_van
from teams.rollen import rollen_van

SEEN_KEY = "gezien"  # in the session: seconds since the epoch
STAFF_NOTE_SECONDS, VOLUNTEER_NOTE_SECONDS = 60, 3600  # a session is written no more often than this
WITHOUT_SECOND_FACTOR = {"mfa_activate_totp", "account_logout", "account_reauthenticate", "accounts:geen_toegang"}
NEEDED = "mfa_deactivate_totp"


class RolesMiddleware:
    """The last role ends the sessions; staff needs a second factor and is signed out after 30 idle minutes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.pet, request.petten = None, []
        request.gemeente = SimpleLazyObject(lambda: gemeente_of(request.pet))
        if request.user.is_authenticated:
            if not may_be_here(request.user):
                logout(request)
                return redirect("accounts:geen_toegang")
            self.note_visit(request, timezone.now(), by_itself=is_poll(request))
        if request.user.is_authenticated:
            show_rows(**rows_of(request.user))
            request.petten = petten_van(rollen_van(request.user))
            request.pet = current_pet(request.petten, request.session.get(PET_KEY))
        return self.get_response(request)

    def note_visit(self, request, now, by_itself=False):
        """End a session of staff that was idle too long; write the visit down now and then, not every time.

        A page that refreshes ``by_itself`` is no sign that somebody is there.
        """
        staff, stamp = is_staff(request.user), int(now.timestamp())
        idle = stamp - request.session.get(SEEN_KEY, stamp)
        if staff and idle >= settings.STAFF_IDLE_SECONDS:
            logout(request)
            messages.info(request, _("U was een half uur weg. Daarom bent u uitgelogd. Log opnieuw in."))
        elif SEEN_KEY not in request.session or (not by_itself and idle >= note_seconds(staff)):
            request.session[SEEN_KEY] = stamp
            request.session.set_expiry(settings.STAFF_SESSION_SECONDS if staff else None)  # None: as long as others
            note_device(request, now)
        elif not is_noted(request):
            note_device(request, now)

    def process_view(self, request, view_func, view_args, view_kwargs):
        """Nothing but choosing a second factor is open to staff without one, and nobody of staff gives it up."""
        if not request.user.is_authenticated or not is_staff(request.user):
            return None
        match = request.resolver_match
        if not passed_second_factor(request):
            is_open = match.view_name in WITHOUT_SECOND_FACTOR or match.app_names == ["ui"]
            return None if is_open else redirect("mfa_activate_totp")
        return redirect("accounts:gegevens") if match.view_name == NEEDED else None


def rows_of(user):
    """What row-level security may show this person: the settings of ``buurtpreventie.database.ROWS``."""
    rollen = rollen_van(user)
    return {
        "gebruiker": user.pk,
        "teams": rollen.in_teams,
        "coordineert": rollen.coordineert,
        "gemeenten": rollen.meldpunt_gemeenten,
        "zetels": [
            f"{seat.gemeente}:{soort}:{niveau}"
            for seat in rollen.meldpunt
            for soort in seat.soorten
            for niveau in range(seat.niveau + 1)
        ],
    }


def note_seconds(staff):
    """How long after a visit the next one is written down."""
    return STAFF_NOTE_SECONDS if staff else VOLUNTEER_NOTE_SECONDS


def is_staff(user):
    """Everybody with an appointment, and who runs the platform."""
    return user.is_superuser or rollen_van(user).needs_second_factor


def may_be_here(user):
    """A role that counts today, or the platform itself."""
    return user.is_superuser or bool(rollen_van(user))


OF_TEAM = PreparedObject(lambda: Gemeente.objects.filter(teams=Later("team")))
BY_KEY = PreparedObject(lambda: Gemeente.objects.filter(pk=Later("gemeente")))


def gemeente_of(pet):
    """The gemeente of a hat: one query, and only when a page asks."""
    if pet is None:
        return None
    if pet.team:
        return OF_TEAM(team=pet.team)
    return BY_KEY(gemeente=pet.gemeente) if pet.gemeente else None
