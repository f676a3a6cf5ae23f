"""Requests about oneself: invitation, details, codes, and going on with what one wrote."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import PasswordSetView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtpreventie.accounts import actions
from buurtpreventie.accounts.forms import CodeForm, GegevensForm, KnopForm, StuurCodeForm, UitnodigingForm
from buurtpreventie.accounts.fresh import is_fresh, mark_fresh
from buurtpreventie.accounts.models import Apparaat, Bewaard, Uitnodiging
from buurtpreventie.accounts.second_factor import mark_second_factor
from buurtpreventie.accounts.stash import COOKIE, take_key
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.refusals import accepted

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def uitnodiging(request, token):
    """Shows who invites and for what; only the POST accepts."""
    now = timezone.now()
    invitation = Uitnodiging.objects.by_token(token).first()
    if invitation is None or not invitation.is_usable(now):
        if invitation and request.user == invitation.gebruiker:
            return redirect("/")  # a double click: the first one signed in
        return render(request, "accounts/uitnodiging_voorbij.html", status=404)
    gebruiker = invitation.gebruiker
    initial = {"naam": gebruiker.naam, "telefoon": gebruiker.telefoon, "antwoord_via": gebruiker.antwoord_via}
    form = UitnodigingForm(sent(request), initial=initial, gebruiker=gebruiker)
    if form.is_valid() and accepted(form, actions.accept_invitation, invitation, now=now):
        if request.user.is_authenticated:
            logout(request)
        record_authentication(request, form.result, method="uitnodiging")
        return perform_login(request, Login(user=form.result, email=form.result.email, redirect_url="/"))
    context = {"form": form, "uitnodiging": invitation}
    return render(request, "accounts/uitnodiging.html", context, status=form.status if form.is_bound else 200)


@require_safe
def geen_toegang(request):
    """For somebody who may not sign in (any more)."""
    return render(request, "accounts/geen_toegang.html")


@login_required
@get_or_post
def gegevens(request):
    """One's own details."""
    form = GegevensForm(sent(request), instance=request.user)
    if form.is_valid() and accepted(form, actions.change_details, request.user, actor=request.user, now=timezone.now()):
        messages.success(request, _("Uw gegevens zijn opgeslagen."))
        return redirect("accounts:gegevens")
    context = {"form": form, "tweede_factor": get_mfa_adapter().is_mfa_enabled(request.user)}
    return render(request, "accounts/gegevens.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_safe
def ingelogd(request):
    """Where one is signed in, this browser first."""
    rows = list(Apparaat.objects.visible_to(request.user).living(timezone.now()))
    rows.sort(key=lambda row: row.sessie != request.session.session_key)
    return render(request, "accounts/ingelogd.html", {"apparaten": rows, "hier": request.session.session_key})


@login_required
@require_POST
def apparaat_uit(request, apparaat):
    """Signs out one browser; that of this request is signed out on its own page."""
    row = get_object_or_404(Apparaat.objects.visible_to(request.user).living(timezone.now()), pk=apparaat)
    if row.sessie == request.session.session_key:
        return redirect("account_logout")
    actions.end_device(row, actor=request.user, now=timezone.now())
    messages.success(request, _("Dat apparaat is uitgelogd."))
    return redirect("accounts:ingelogd")


@login_required
@get_or_post
def telefoon_kwijt(request):
    """Signs oneself out on every device, this one too."""
    form = KnopForm(sent(request), knop=_("Log overal uit"))
    if form.is_valid():
        actions.end_sessions(request.user, actor=request.user, now=timezone.now())
        logout(request)
        messages.success(request, _("U bent overal uitgelogd. Log opnieuw in op dit apparaat."))
        return redirect("account_login")
    return render(request, "accounts/telefoon_kwijt.html", {"form": form})


@login_required
@get_or_post
def opnieuw(request):
    """Proves once more that it is really you: a code by mail, then back to ``next``."""
    now, doel, volgende = timezone.now(), f"vers:{request.user.pk}", next_of(request)
    if is_fresh(request, now):
        return HttpResponseRedirect(volgende)
    if request.method == "POST" and "code" in request.POST:
        return check_fresh_code(request, doel, volgende, now)
    if request.method == "POST":
        return send_fresh_code(request, doel, volgende, now)
    form = CodeForm() if "code" in request.GET else StuurCodeForm()
    return render_opnieuw(request, form, volgende)


def check_fresh_code(request, doel, volgende, now):
    """The code is right, or the page comes back."""
    form = CodeForm(request.POST)
    if form.is_valid() and actions.check_code(doel, form.cleaned_data["code"], now=now):
        mark_fresh(request, now)
        return HttpResponseRedirect(volgende)
    if form.is_valid():
        form.add_error("code", _("Deze code klopt niet, of hij is te oud. Vraag eventueel een nieuwe code."))
    return render_opnieuw(request, form, volgende, status=422)


def send_fresh_code(request, doel, volgende, now):
    """Mail a code to oneself, or say why not."""
    form = StuurCodeForm(request.POST)
    try:
        actions.send_fresh_code(request.user, doel, now=now)
    except RefusedAction as refusal:
        form.add_error(None, refusal.message)
        return render_opnieuw(request, form, volgende, status=409)
    return redirect(f"{reverse('accounts:opnieuw')}?{urlencode({'next': volgende, 'code': 1})}")


def render_opnieuw(request, form, volgende, status=200):
    """The page with either the button or the field for the code."""
    context = {"form": form, "terug_query": urlencode({"next": volgende}), "vraagt_code": isinstance(form, CodeForm)}
    return render(request, "accounts/opnieuw.html", context, status=status)


def next_of(request):
    """Where to go back to: an address of this site, else the start page."""
    url = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else "/"


@login_required
@require_safe
def verder(request):
    """What was written when the session ended, one click away from where it was going."""
    kept = kept_text(request)
    if kept is None:
        return redirect("/")
    return render(request, "accounts/verder.html", {"bewaard": kept})


@login_required
@require_POST
def verder_weg(request):
    """Throws the kept text away."""
    if kept := kept_text(request):
        kept.delete()
        messages.info(request, _("De tekst is weg."))
    response = redirect("/")
    take_key(response)
    return response


def kept_text(request):
    """The text that this browser has the key of, if the reader wrote it."""
    return Bewaard.objects.for_reader(request.user, request.COOKIES.get(COOKIE, ""), timezone.now()).first()


def sent(request):
    """What was posted, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None


class ActivateSecondFactorView(ActivateTOTPView):
    """Other sessions never passed this second factor: they end."""

    def get_success_url(self):
        """The recovery codes, which are shown to be written down."""
        return reverse("mfa_view_recovery_codes")

    def form_valid(self, form):
        response = super().form_valid(form)
        actions.started_second_factor(self.request.user, now=timezone.now())
        update_session_auth_hash(self.request, self.request.user)
        mark_second_factor(self.request)
        record_authentication(self.request, self.request.user, method="mfa", reauthenticated=True)
        return response


class DeactivateSecondFactorView(DeactivateTOTPView):
    success_url = reverse_lazy("accounts:gegevens")


class FirstPasswordView(PasswordSetView):
    """Whoever finds an unlocked phone must not be able to choose a password."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not is_fresh(request, timezone.now()):
            return redirect(f"{reverse('accounts:opnieuw')}?{urlencode({'next': request.path})}")
        return super().dispatch(request, *args, **kwargs)
