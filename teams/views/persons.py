"""One person, for who manages people: the invitation, the address and the sessions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.accounts.fresh import proved_again
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.second_factor import has_second_factor
from buurtpreventie.errors import RefusedAction
from teams.actions.persons import (
    SEAT,
    change_seat,
    invite_again,
    mend_address,
    sign_out_everywhere,
    take_away_second_factor,
)
from teams.forms.persons import AdresForm, ExtraCodeForm, ZetelForm
from teams.models import Aanstelling, Lidmaatschap
from teams.permissions import can_reset_second_factor
from teams.querysets import people_managed_by
from teams.rollen import rollen_van
from teams.views.beheer import GET_OR_POST, form_page, managed, posted, pressed, saved
from teams.views.people import role_history
from teams.wijzigingen import words_of


def managed_person(request, pk):
    """Somebody whose roles the user manages, or nobody at all."""
    today = timezone.localdate()
    return get_object_or_404(people_managed_by(request.user, Gebruiker.objects.all(), today), pk=pk)


def roles_of(request, gebruiker):
    """The roles of this person that the user manages: memberships and appointments."""
    rollen, today = rollen_van(request.user), timezone.localdate()
    members = Lidmaatschap.objects.visible_to(request.user).filter(gebruiker=gebruiker).not_ended(today)
    seats = Aanstelling.objects.visible_to(request.user).filter(gebruiker=gebruiker, gemeente__in=rollen.beheert)
    return (
        [
            lid
            for lid in members.select_related("team__gemeente")
            if lid.team_id in rollen.coordineert or lid.team.gemeente_id in rollen.beheert
        ],
        list(seats.not_ended(today).select_related("gemeente")),
    )


def invited_for(request, gebruiker):
    """The gemeente that invites, and for what, from the first role that the user manages."""
    members, seats = roles_of(request, gebruiker)
    if seats:
        words = _("%(rol)s van gemeente %(gemeente)s")
        facts = {"rol": seats[0].get_rol_display().lower(), "gemeente": seats[0].gemeente}
        return {"gemeente": seats[0].gemeente, "waarvoor": words % facts}
    words = _("%(rol)s van %(team)s")
    facts = {"rol": members[0].get_rol_display().lower(), "team": members[0].team}
    return {"gemeente": members[0].team.gemeente, "waarvoor": words % facts}


@login_required
@require_safe
def persoon(request, pk):
    """The roles of somebody, and whether the invitation was used."""
    gebruiker = managed_person(request, pk)
    members, seats = roles_of(request, gebruiker)
    invitations = list(gebruiker.uitnodigingen.order_by("-gemaakt_op", "-pk")[:1])
    context = {
        "persoon": gebruiker,
        "leden": members,
        "zetels": seats,
        "uitnodiging": invitations[0] if invitations else None,
        "kwam_binnen": gebruiker.last_login or any(one.gebruikt_op for one in invitations),
        "nu": timezone.now(),
        "terug_url": reverse("teams:mensen") if seats else reverse("teams:leden", args=[members[0].team_id]),
        "zichzelf": gebruiker.pk == request.user.pk,
        "extra_code": has_second_factor(gebruiker)
        and can_reset_second_factor(request.user, gebruiker, timezone.localdate()),
    }
    return render(request, "teams/beheer/persoon.html", context)


@login_required
@require_POST
def persoon_uitnodigen(request, pk):
    """Invite again, when the link ran out or got lost."""
    gebruiker = managed_person(request, pk)
    naar = reverse("teams:persoon", args=[gebruiker.pk])
    words = _("%(naam)s krijgt een nieuwe uitnodiging. De link werkt 14 dagen.") % {"naam": gebruiker.naam}
    try:
        return pressed(request, invite_again, gebruiker, words=words, naar=naar, **invited_for(request, gebruiker))
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return redirect(naar)


@login_required
@GET_OR_POST
def persoon_adres(request, pk):
    """Mend the mail address of who never came in."""
    gebruiker = managed_person(request, pk)
    form = AdresForm(posted(request), initial={"email": gebruiker.email})
    words = _("Het adres is gewijzigd. Er gaat een uitnodiging heen.")
    if saved(request, form, mend_address, gebruiker, words=words, **invited_for(request, gebruiker)):
        return redirect("teams:persoon", gebruiker.pk)
    terug = reverse("teams:persoon", args=[gebruiker.pk])
    titel = _("E-mailadres van %(naam)s") % {"naam": gebruiker.naam}
    return form_page(request, form, titel=titel, terug=terug, terug_tekst=gebruiker.naam)


@login_required
@require_POST
def persoon_uitloggen(request, pk):
    """The telephone is lost."""
    gebruiker = managed_person(request, pk)
    words = _("%(naam)s is overal uitgelogd.") % {"naam": gebruiker.naam}
    naar = reverse("teams:start") if gebruiker.pk == request.user.pk else reverse("teams:persoon", args=[gebruiker.pk])
    return pressed(request, sign_out_everywhere, gebruiker, words=words, naar=naar)


@login_required
@GET_OR_POST
@proved_again
def persoon_extra_code(request, pk):
    """The telephone with the app is gone: another second factor, after a check of who it is."""
    gebruiker = managed_person(request, pk)
    if not can_reset_second_factor(request.user, gebruiker, timezone.localdate()):
        raise PermissionDenied
    form = ExtraCodeForm(posted(request))
    words = _("De extra code van %(naam)s is weg. Bij het inloggen kiest deze persoon een nieuwe.")
    facts = {"gemeente": invited_for(request, gebruiker)["gemeente"]}
    if saved(request, form, take_away_second_factor, gebruiker, words=words % {"naam": gebruiker.naam}, **facts):
        return redirect("teams:persoon", gebruiker.pk)
    return form_page(
        request,
        form,
        titel=_("Extra code van %(naam)s weghalen") % {"naam": gebruiker.naam},
        terug=reverse("teams:persoon", args=[gebruiker.pk]),
        terug_tekst=gebruiker.naam,
        uitleg=_("Deze persoon wordt overal uitgelogd, krijgt een mail en zet bij het inloggen een nieuwe code aan."),
    )


@login_required
@GET_OR_POST
@proved_again
def zetel(request, pk):
    """Change what a seat at the meldpunt reads."""
    rows = Aanstelling.objects.visible_to(request.user).select_related("gemeente", "gebruiker")
    zetel = managed(request, rows, pk=pk)
    if zetel.rol != Aanstelling.Rol.MELDPUNT:
        raise Http404
    initial = {veld: getattr(zetel, veld) for veld in SEAT}
    form = ZetelForm(posted(request), initial=initial, stond=words_of(zetel, SEAT))
    if saved(request, form, change_seat, zetel, words=_("De rol is gewijzigd. Dit geldt vanaf nu.")):
        return redirect("teams:mensen")
    return form_page(
        request,
        form,
        titel=_("Wat leest %(naam)s?") % {"naam": zetel.gebruiker.naam},
        terug=reverse("teams:mensen"),
        terug_tekst=_("Mensen"),
        regels=role_history(request.user, zetel.gemeente),
    )
