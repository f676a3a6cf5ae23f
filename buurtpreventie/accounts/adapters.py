"""Where allauth asks us: mail goes through the outbox, nobody signs up, secrets are encrypted, words are Dutch."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.actions.codes import new_code
from buurtpreventie.accounts.actions.devices import end_devices
from buurtpreventie.accounts.fresh import mark_fresh
from buurtpreventie.accounts.mails import queue_password_link, queue_sign_in_code
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.stash import COOKIE as STASH_COOKIE
from buurtpreventie.encryption import decrypt, encrypt

TOTP_COLUMN = "mfa.authenticator.data"
JUST_NOW_SECONDS = 15 * 60
EVERYBODY = {"sign_in": "600/m/key"}  # all attempts together: slows a search over many accounts
TOO_MANY = _("U hebt het te vaak geprobeerd. Wacht een kwartier en probeer het dan opnieuw.")
WRONG_CODE = _("Deze code klopt niet, of hij is te oud. Kijk in de nieuwste mail en typ de zes cijfers over.")
SAID = {
    "account/messages/password_changed.txt": _("Uw wachtwoord is veranderd."),
    "account/messages/password_set.txt": _("U hebt nu een wachtwoord."),
    "account/messages/logged_out.txt": _("U bent uitgelogd."),
    "mfa/messages/totp_activated.txt": _("U logt voortaan in met een extra code. Zo kan niemand anders bij uw werk."),
    "mfa/messages/totp_deactivated.txt": _("U logt voortaan in zonder extra code."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for people who were invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Dit e-mailadres of wachtwoord klopt niet. Kijk of u alles goed hebt getypt."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "enter_current_password": _("Dit is niet uw wachtwoord van nu."),
        "invalid_password_reset": _("Deze link werkt niet meer. Vraag een nieuwe link."),
    }

    def is_open_for_signup(self, request):
        """Only an invitation lets somebody in."""
        return False

    def generate_login_code(self):
        """Six digits: they can be read out and typed on a phone."""
        return new_code()

    def send_mail(self, template_prefix, email, context):
        """Queue one of the two mails that can come from allauth; any other is a mistake of ours."""
        now, user = timezone.now(), context.get("user") or self.person_of(email)
        bron = f"gebruiker:{user.pk}" if user else "gebruiker:0"
        with transaction.atomic():  # a savepoint, as ``pretend_to_queue`` has one: the two take equally long
            if template_prefix == "account/email/login_code":
                queue_sign_in_code(email, context["code"], bron=bron, now=now)
            elif template_prefix == "account/email/password_reset_key":
                queue_password_link(email, context["password_reset_url"], bron=bron, now=now)
            else:
                raise ValueError(f"No text for the mail {template_prefix}.")

    def person_of(self, email):
        """Whose address this is."""
        return Gebruiker.objects.with_email(email)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Say what we have our own words for, and nothing else."""
        if text := message or SAID.get(message_template):
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def pre_authenticate(self, request, **credentials):
        """Limits per account and per address come from allauth; one over all of them from here (veiligheid 6)."""
        if not ratelimit.consume(request, app="allauth.account", action="sign_in", config=EVERYBODY, key="everybody"):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def pre_login(self, request, user, **kwargs):
        """Refuse, after the proof and never before it, somebody who may not sign in (yet)."""
        if user.is_active and not user.invitation_pending:
            return None
        clear_login(request)
        return redirect("accounts:geen_toegang")

    def login(self, request, user):
        """Sign in with a new session key; a code by mail is a fresh proof."""
        super().login(request, user)
        if any(record["method"] == "code" for record in get_authentication_records(request, user)):
            mark_fresh(request, timezone.now())

    def set_password(self, user, password):
        """Another password: every other session ends, on the server too."""
        super().set_password(user, password)
        here = self.request.session.session_key if self.request.user == user else None
        end_devices(user, but=here)

    def get_login_redirect_url(self, request):
        """Back to what was typed when the session ended, else to the start page."""
        return (
            reverse("accounts:verder") if STASH_COOKIE in request.COOKIES else super().get_login_redirect_url(request)
        )

    def get_password_change_redirect_url(self, request):
        """Back to one's own details."""
        return reverse("accounts:gegevens")

    def get_logout_redirect_url(self, request):
        """The page where one signs in again."""
        return reverse("account_login")

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not for somebody who signed in a moment ago and has no second factor yet."""
        records = get_authentication_records(self.request, self.request.user)
        just_now = any(time.time() - record["at"] < JUST_NOW_SECONDS for record in records)
        if just_now and not DefaultMFAAdapter().is_mfa_enabled(self.request.user):
            return False
        return super().is_reauthentication_required(app=app, **kwargs)


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are encrypted like every other secret."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Deze code klopt niet. Typ de zes cijfers die nu in uw app staan."),
        "cannot_delete_authenticator": _("U kunt de extra code niet uitzetten. Die hoort bij uw werk."),
        "unverified_email": _("Bevestig eerst uw e-mailadres met de link in uw uitnodiging."),
    }

    def encrypt(self, text):
        """Called by allauth before it stores a secret."""
        return encrypt(text, TOTP_COLUMN)

    def decrypt(self, encrypted_text):
        """Called by allauth when it needs a secret."""
        return decrypt(encrypted_text, TOTP_COLUMN)
