"""One planned round for who leads the team: who comes, on behalf of members, and calling it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.accounts.models import Gebruiker
from teams.clocks import daytime_from, local_date
from teams.models import Lidmaatschap
from teams.rondes import actions
from teams.rondes.forms.planning import NamensForm, TikForm, VervalForm
from teams.rondes.models import Deelname, Ronde
from teams.rondes.planning import as_planned, open_requests
from teams.rondes.views.doors import GET_OR_POST, led, posted
from teams.rondes.views.planning_team import done, form_page


@login_required
@require_safe
def planning(request, ronde):
    """Who comes, who cannot, and what may still be done."""
    return render_planning(request, led(request, rounds(request), ronde))


def rounds(request):
    return Ronde.objects.visible_to(request.user)


def render_planning(request, ronde, form=None):
    """The page; ``form`` is an act that was refused."""
    now = timezone.now()
    [card] = as_planned(rounds(request).for_cards().filter(pk=ronde.pk), request.user, now)
    context = {
        "rij": card,
        "team": ronde.team,
        "leden": members_with_answers(request, ronde, now),
        "form": form,
    }
    return render(request, "rondes/planning.html", context, status=form.status if form else 200)


def members_with_answers(request, ronde, now):
    """Each member with what they said, by name."""
    said = list(Deelname.objects.visible_to(request.user).filter(ronde=ronde).select_related("gebruiker"))
    per_person = {deelname.gebruiker_id: deelname for deelname in said}
    asks = {deelname.pk for deelname in open_requests(said)}
    return [
        {"lid": person, "deelname": (d := per_person.get(person.pk)), "zoekt": d is not None and d.pk in asks}
        for person in people_of(request, ronde, now)
    ]


def people_of(request, ronde, now):
    """The members of the team today."""
    rows = Lidmaatschap.objects.visible_to(request.user).filter(team=ronde.team_id).current(local_date(now))
    return Gebruiker.objects.filter(pk__in=rows.values("gebruiker")).order_by("naam", "pk")


@login_required
@require_POST
def namens_mee(request, ronde):
    """A member said to the coordinator: I come along."""
    return on_behalf(request, ronde, actions.sign_up, _("%(naam)s loopt mee."))


@login_required
@require_POST
def namens_niet(request, ronde):
    """A member said to the coordinator: I cannot come."""
    return on_behalf(request, ronde, actions.cannot_come, _("%(naam)s kan niet."))


def on_behalf(request, ronde, action, words):
    """What a member said, put in by who leads the team."""
    found = led(request, rounds(request), ronde)
    form = NamensForm(request.POST, leden=people_of(request, found, timezone.now()))
    if done(request, form, action, found):
        messages.success(request, words % {"naam": form.cleaned_data["gebruiker"].naam})
        return redirect("rondes:planning", found.pk)
    return render_planning(request, found, form)


@login_required
@GET_OR_POST
def vervalt(request, ronde):
    """Call the round off; who has no mail is named, to ring."""
    found = led(request, rounds(request), ronde)
    form = VervalForm(posted(request))
    if done(request, form, actions.cancel_ronde, found):
        messages.success(request, _("De ronde gaat niet door."))
        tell_who_to_ring(request, found)
        return redirect("rondes:rondes")
    [card] = as_planned(rounds(request).for_cards().filter(pk=found.pk), request.user, timezone.now())
    return form_page(
        request,
        form,
        titel=_("Ronde laten vervallen"),
        uitleg=_("%(wanneer)s. Wie zich had aangemeld, krijgt een mail.") % {"wanneer": capfirst(card.wanneer)},
        terug=card.planning_url,
        terug_tekst=_("Deze ronde"),
    )


@login_required
@require_POST
def gaat_door(request, ronde):
    """The round goes on after all."""
    found = led(request, rounds(request), ronde)
    form = TikForm(request.POST)
    if done(request, form, actions.restore_ronde, found):
        messages.success(request, _("De ronde gaat toch door."))
        tell_who_to_ring(request, found)
        return redirect("rondes:planning", found.pk)
    return render_planning(request, found, form)


def tell_who_to_ring(request, ronde):
    """Who signed up and hears it by no mail in time, is named: the coordinator rings them."""
    now = timezone.now()
    coming = Deelname.objects.visible_to(request.user).signed_up().filter(ronde=ronde).exclude(gebruiker=request.user)
    words = _("Vertel het zelf, want er is geen mailadres: %(namen)s.")
    if daytime_from(now) < ronde.gepland_van:
        coming = coming.filter(gebruiker__email=None)
    else:
        words = _("Wij mailen niet in de nacht. Bel daarom zelf: %(namen)s.")
    names = list(coming.values_list("gebruiker__naam", flat=True).order_by("gebruiker__naam"))
    if names and ronde.gepland_tot > now:
        messages.warning(request, words % {"namen": ", ".join(names)})
