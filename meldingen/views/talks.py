"""Talk first, be called back, have called, and look again in two weeks."""

from functools import wraps
from secrets import token_urlsafe

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from buurtpreventie.accounts.fresh import is_fresh
from buurtpreventie.ui.dates import weekday_in_words
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import (
    answer_even_aanzien,
    ask_overleg,
    begin_even_aanzien,
    concept_of,
    record_belmoment,
    withdraw_overleg,
)
from meldingen.forms.talks import (
    AanleidingForm,
    BelmomentForm,
    EvenAanzienForm,
    HoeIsHetForm,
    OnderwerpCodeForm,
    OverlegForm,
    key_of_nazorg,
)
from meldingen.models import EvenAanzien, Overleg
from meldingen.numbers import meldpunt_number, numbers_when_nothing_is_kept
from meldingen.permissions import JUST_WRITTEN, reportable_kinds
from meldingen.views.request import gemeente_of, get_or_post
from teams.clocks import local_date
from teams.models import Soort

ONCE_KEY = "eenmalig"  # in the session until the button is pressed; says nothing about what was on the page
Aanleiding = Overleg.Aanleiding
NO_REPORT = gettext_lazy("U hoeft hier niet te schrijven waar het over gaat. Een overleg is nog geen melding.")
PAGES = {
    Aanleiding.TWIJFEL: (gettext_lazy("Wilt u gebeld worden?"), NO_REPORT),
    Aanleiding.NIET_VASTGELEGD: (
        gettext_lazy("Wilt u gebeld worden?"),
        gettext_lazy("Wij bewaren niet waar het over ging. Alleen dat u gebeld wilt worden."),
    ),
    Aanleiding.NAZORG: (
        gettext_lazy("Wilt u erover praten?"),
        gettext_lazy("Dit kan best iets met u doen. Iemand van het meldpunt belt u."),
    ),
    Aanleiding.BURENHULP: (
        gettext_lazy("Wilt u gebeld worden?"),
        gettext_lazy("Vindt de ander hulp nog niet goed? Wij denken met u mee. Wij noteren geen naam van die ander."),
    ),
    Aanleiding.RONDE: (
        gettext_lazy("Wilt u gebeld worden?"),
        gettext_lazy(
            "Iets van een ronde kan u bijblijven. Iemand van het meldpunt belt u. Waarover hoeft u niet te schrijven."
        ),
    ),
    Aanleiding.TRAINING: (gettext_lazy("Wilt u gebeld worden?"), NO_REPORT),
}


def in_a_gemeente(view):
    """For who wears a hat of one gemeente: its meldpunt is the one that rings."""

    @wraps(view)
    @login_required
    def page(request, **kwargs):
        gemeente = gemeente_of(request)
        if not gemeente:
            raise PermissionDenied
        return view(request, gemeente, **kwargs)

    return page


# --- call me back ----------------------------------------------------------------------------


@get_or_post
@in_a_gemeente
def overleg_vragen(request, gemeente):
    """On which number, and when; without a word about what."""
    why = AanleidingForm(request.GET).chosen
    aanleiding = why.get("aanleiding", Aanleiding.TWIJFEL)
    if request.method != "POST":
        return show_overleg(request, gemeente, OverlegForm(request.user, gemeente, initial=why, aanleiding=aanleiding))
    form = OverlegForm(request.user, gemeente, request.POST, aanleiding=aanleiding)
    if form.is_valid() and accepted(form, ask_overleg, actor=request.user, now=timezone.now()):
        messages.success(request, called_before(form.result, request.user))
        return redirect("teams:start")
    return show_overleg(request, gemeente, form, status=form.status)


def show_overleg(request, gemeente, form, status=200):
    """The page that fits the occasion, with the day before which somebody rings."""
    now = timezone.now()
    asked = form["aanleiding"].value()
    aanleiding = asked if asked in Aanleiding.values else Aanleiding.TWIJFEL
    kop, uitleg = PAGES[aanleiding]
    context = {
        "form": form,
        "kop": kop,
        "uitleg": uitleg,
        "voor": Overleg.call_before(gemeente, aanleiding, now),
        "meldpunt": meldpunt_number(gemeente, now),
    }
    return render(request, "meldingen/overleg_vragen.html", context, status=status)


def called_before(overleg, user):
    """What happens now, in one sentence."""
    day = weekday_in_words(overleg.bellen_voor, local_date(timezone.now()))
    if overleg.wie_id == user.pk:
        return _("Wij bellen u uiterlijk %(dag)s.") % {"dag": day}
    return _("Wij bellen %(naam)s uiterlijk %(dag)s.") % {"naam": overleg.wie.naam, "dag": day}


@require_POST
@login_required
def overleg_intrekken(request, overleg):
    """Not needed any more."""
    mine = get_object_or_404(Overleg.objects.visible_to(request.user).of(request.user), pk=overleg)
    form = NldsForm(request.POST)
    if form.is_valid() and accepted(form, withdraw_overleg, mine, actor=request.user, now=timezone.now()):
        messages.success(request, _("Goed. Wij bellen u niet meer."))
    return redirect("opvolging:mijn")


def own_talks(user, now):
    """What waits for this person on the own pages: to be called, and to look again."""
    kijken = list(EvenAanzien.objects.visible_to(user).open().order_by("vragen_op", "pk"))
    for kijk in kijken:
        kijk.is_gevraagd = kijk.vragen_op <= local_date(now)
    return {"kijken": kijken, "overleggen": Overleg.objects.visible_to(user).of(user).open().order_by("bellen_voor")}


def nazorg_after(user, melding, now):
    """The number under which a talk is offered just after something heavy, once; "" when it is not."""
    just_sent = now - melding.gemeld_op < JUST_WRITTEN
    if not melding.categorie.zwaar or melding.melder_id != user.pk or not just_sent:
        return ""
    asked = Overleg.objects.visible_to(user).of(user).filter(sleutel=key_of_nazorg(melding))
    return "" if asked.exists() else melding.nummer


# --- nothing is kept -------------------------------------------------------------------------


def belmoment_form(request, soort):
    """The button under the numbers; its key stands in the session until it is pressed."""
    request.session[ONCE_KEY] = token_urlsafe(16)
    return BelmomentForm(initial={"soort": soort, "eenmalig": request.session[ONCE_KEY]})


def calls_before_signing_in(view):
    """Who sends such a choice after the session ended hears whom to call at once.

    Otherwise the page would be put away for its writer until the next sign-in, with the category in it.
    """

    @wraps(view)
    def page(request, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            form = OnderwerpCodeForm(request.POST)
            numbers = numbers_when_nothing_is_kept(form.cleaned_data["categorie"]) if form.is_valid() else []
            if numbers:
                return render(request, "meldingen/niet_bewaren.html", {"nummers": numbers})
        return view(request, **kwargs)

    return page


def only_signed_in(view):
    """Without a session nothing is counted and nothing put away: back to the start."""

    @wraps(view)
    def page(request, **kwargs):
        return view(request, **kwargs) if request.user.is_authenticated else redirect("teams:start")

    return page


@get_or_post
@only_signed_in
@in_a_gemeente
def gebeld(request, gemeente):
    """Somebody rang: counted once, without a name, and asked whether it helps to be called."""
    form = BelmomentForm(request.POST)
    soort = Soort.NIET_PLUIS
    if request.method == "POST" and form.is_valid():
        soort = form.cleaned_data["soort"]
        if is_first_press(request, form.cleaned_data["eenmalig"]):
            record_belmoment(gemeente=gemeente, soort=soort, now=timezone.now())
    why = {"aanleiding": Aanleiding.NIET_VASTGELEGD, "soort": soort}
    ask = OverlegForm(request.user, gemeente, initial=why, aanleiding=Aanleiding.NIET_VASTGELEGD)
    ask.helper.form_action = reverse("meldingen:overleg_vragen")
    voor = Overleg.call_before(gemeente, Aanleiding.NIET_VASTGELEGD, timezone.now())
    vandaag_of_morgen = (voor - local_date(timezone.now())).days <= 1
    return render(request, "meldingen/gebeld.html", {"form": ask, "voor": voor, "vandaag_of_morgen": vandaag_of_morgen})


def is_first_press(request, key):
    """True once for this key; the row of the session is held, so that a press at the same moment waits its turn."""
    held = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
    if not key or held is None or held.get_decoded().get(ONCE_KEY) != key:
        return False
    del request.session[ONCE_KEY]
    return True


# --- look again in two weeks -----------------------------------------------------------------


@get_or_post
@in_a_gemeente
def even_aanzien(request, gemeente):
    """Ask me in two weeks."""
    form = EvenAanzienForm(request.user, gemeente, request.POST if request.method == "POST" else None)
    now, who = timezone.now(), {"gemeente": gemeente, "wie": request.user, "actor": request.user}
    if form.is_valid() and accepted(form, begin_even_aanzien, now=now, **who):
        day = weekday_in_words(form.result.vragen_op, local_date(now))
        messages.success(request, _("Goed. Wij vragen u op %(dag)s hoe het gaat.") % {"dag": day})
        return redirect("teams:start")
    context = {"form": form, "meldpunt": meldpunt_number(gemeente, now)}
    return render(request, "meldingen/even_aanzien.html", context, status=form.status if form.is_bound else 200)


def with_own_look(view):
    """Give the view what this person wanted to look at again; anything else does not exist."""

    @wraps(view)
    @login_required
    def page(request, kijk):
        mine = EvenAanzien.objects.visible_to(request.user).select_related("gemeente")
        return view(request, get_object_or_404(mine, sleutel=kijk))

    return page


@get_or_post
@with_own_look
def even_aanzien_vraag(request, kijk):
    """How is it now? Three answers of one tap."""
    if request.method != "POST":
        return show_question(request, kijk, HoeIsHetForm())
    form = HoeIsHetForm(request.POST)
    if form.is_valid():
        form.cleaned_data["uitkomst"] = where_it_can_be_reported(request, kijk, form.cleaned_data["uitkomst"])
        if accepted(form, answer_even_aanzien, kijk, actor=request.user, now=timezone.now()):
            return after_answer(request, form.result)
    kijk.refresh_from_db()
    return show_question(request, kijk, form, status=form.status)


def where_it_can_be_reported(request, kijk, uitkomst):
    """Worries become a melding; where this kind cannot be reported, a talk."""
    worried = uitkomst == EvenAanzien.Uitkomst.ZORGEN
    if worried and Soort.NIET_PLUIS not in reportable_kinds(request.user, kijk.gemeente):
        return EvenAanzien.Uitkomst.WEET_NIET
    return uitkomst


def after_answer(request, kijk):
    """Where each of the three answers leads."""
    if kijk.uitkomst == EvenAanzien.Uitkomst.ZORGEN:
        concept = concept_of(kijk)
        return redirect("meldingen:stap", concept.pk, "controle") if concept else redirect("meldingen:melden")
    if kijk.uitkomst == EvenAanzien.Uitkomst.WEET_NIET:
        return redirect("meldingen:overleg_vragen")
    messages.success(request, _("Fijn om te horen. Wij hebben er niets van bewaard."))
    return redirect("teams:start")


def show_question(request, kijk, form, status=200):
    """The question; the own note only to whom it surely is, as with any text about another."""
    now = timezone.now()
    context = {
        "form": form,
        "kijk": kijk,
        "toon_notitie": is_fresh(request, now) or now - kijk.begonnen_op < JUST_WRITTEN,
        "is_gevraagd": kijk.vragen_op <= local_date(now),
    }
    return render(request, "meldingen/even_aanzien_vraag.html", context, status=status)
