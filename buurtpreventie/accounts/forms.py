"""Is the input sound? Forms of our own, and those of allauth in our words and look."""

import phonenumbers
from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes import forms as recovery_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.mails import pretend_to_queue
from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.ui.forms import NldsForm, NldsMixin, NldsModelForm

PASSWORD_HELP = _("Gebruik ten minste 12 tekens. Drie of vier losse woorden zijn makkelijk te onthouden.")
CODE_ATTRS = {"inputmode": "numeric", "autocomplete": "one-time-code"}


def is_callable(number):
    """Whether this can be a telephone number, Dutch unless it names a country."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, "NL"))
    except phonenumbers.NumberParseException:
        return False


class TelefoonField(forms.CharField):
    """A telephone number as people write it."""

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Telefoonnummer"))
        widget = forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": kwargs.pop("autofill", "tel")}
        )
        super().__init__(max_length=20, widget=widget, **kwargs)

    def validate(self, value):
        """A number that can be called from the Netherlands; it is kept as it was written."""
        super().validate(value)
        if value and not is_callable(value):
            raise ValidationError(_("Vul een telefoonnummer in. Bijvoorbeeld: 06 12 34 56 78."), code="invalid")


class ReachableMixin:
    """Somebody who wants to be called needs a number."""

    def clean(self):
        cleaned = super().clean()
        wants_a_call = cleaned.get("antwoord_via") == AntwoordVia.TELEFOON
        if wants_a_call and not cleaned.get("telefoon") and "telefoon" not in self.errors:
            self.add_error("telefoon", _("Vul een telefoonnummer in. Dan kunnen wij bellen."))
        return cleaned


class NewPasswordMixin:
    """An optional new password, checked against name and address."""

    def clean_wachtwoord(self):
        wachtwoord = self.cleaned_data["wachtwoord"]
        if wachtwoord:
            validate_password(wachtwoord, self.gebruiker)
        return wachtwoord


class UitnodigingForm(ReachableMixin, NewPasswordMixin, NldsForm):
    """What somebody fills in who accepts an invitation."""

    knop = _("Meedoen")
    naam = forms.CharField(label=_("Uw naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    telefoon = TelefoonField(label=_("Uw telefoonnummer"), required=False)
    antwoord_via = forms.ChoiceField(
        label=_("Hoe wilt u antwoord krijgen?"), choices=AntwoordVia.choices, widget=forms.RadioSelect
    )
    wachtwoord = forms.CharField(
        label=_("Kies een wachtwoord"),
        help_text=_("U kunt ook zonder wachtwoord: dan mailen wij u een code als u inlogt. ") + PASSWORD_HELP,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, gebruiker, **kwargs):
        self.gebruiker = gebruiker
        super().__init__(*args, **kwargs)


class GegevensForm(ReachableMixin, NldsModelForm):
    """One's own name, number and way of hearing back."""

    knop = _("Opslaan")
    telefoon = TelefoonField(label=_("Telefoonnummer"), required=False)

    class Meta:
        model = Gebruiker
        fields = ["naam", "telefoon", "antwoord_via"]
        widgets = {"antwoord_via": forms.RadioSelect, "naam": forms.TextInput(attrs={"autocomplete": "name"})}
        labels = {"naam": _("Naam"), "antwoord_via": _("Hoe wilt u antwoord krijgen?")}


class StuurCodeForm(NldsForm):
    """Only a button."""

    knop = _("Stuur mij een code")


class CodeForm(NldsForm):
    """The code that was mailed."""

    knop = _("Verder")
    code = forms.CharField(label=_("Code van zes cijfers"), max_length=20, widget=forms.TextInput(attrs=CODE_ATTRS))


class KnopForm(NldsForm):
    """A page that asks for one click."""

    def __init__(self, *args, knop, **kwargs):
        self.knop = knop
        super().__init__(*args, **kwargs)


# --- the forms of allauth -----------------------------------------------------------------------


class AllauthMixin(NldsMixin):
    """Gives the fields of allauth our words; placeholders are no labels."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label, help_text = self.words[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= CODE_ATTRS
            if isinstance(field, forms.EmailField):
                field.max_length = 254


EMAIL = (_("E-mailadres"), "")
MAILED_CODE = {"code": (_("Code uit de mail"), _("Zes cijfers. De code werkt 15 minuten."))}
APP_CODE = {
    "code": (_("Code uit uw app"), _("Zes cijfers. Bent u uw telefoon kwijt? Typ dan een van uw reservecodes."))
}
NEW_PASSWORD = {
    "oldpassword": (_("Uw wachtwoord van nu"), ""),
    "password1": (_("Nieuw wachtwoord"), PASSWORD_HELP),
    "password2": (_("Nieuw wachtwoord, nog een keer"), ""),
}


class LoginForm(AllauthMixin, account_forms.LoginForm):
    knop = _("Inloggen")
    words = {"login": EMAIL, "password": (_("Wachtwoord"), "")}


class RequestLoginCodeForm(AllauthMixin, account_forms.RequestLoginCodeForm):
    knop = _("Stuur mij een code")
    words = {"email": EMAIL}

    def clean_email(self):
        """An unknown address takes as long as a known one."""
        email = super().clean_email()
        if not self._user:
            pretend_to_queue(email, now=timezone.now())
        return email


class ConfirmLoginCodeForm(AllauthMixin, account_forms.ConfirmLoginCodeForm):
    knop = _("Inloggen")
    words = MAILED_CODE


class ResetPasswordForm(AllauthMixin, account_forms.ResetPasswordForm):
    knop = _("Stuur mij een link")
    words = {"email": EMAIL}

    def save(self, request, **kwargs):
        """An unknown address takes as long as a known one."""
        if not self.users:
            pretend_to_queue(self.cleaned_data["email"], now=timezone.now())
        return super().save(request, **kwargs)


class SamePasswordMixin(AllauthMixin):
    """Two fields, one password."""

    knop = _("Wachtwoord opslaan")
    words = NEW_PASSWORD

    def add_error(self, field, error):
        """Say in Dutch that the two differ."""
        if field == "password2":
            error = _("De twee wachtwoorden zijn niet hetzelfde. Typ ze opnieuw.")
        super().add_error(field, error)


class ResetPasswordKeyForm(SamePasswordMixin, account_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(SamePasswordMixin, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(SamePasswordMixin, account_forms.SetPasswordForm):
    pass


class ReauthenticateForm(AllauthMixin, account_forms.ReauthenticateForm):
    words = {"password": (_("Uw wachtwoord"), "")}


class MfaAuthenticateForm(AllauthMixin, mfa_forms.AuthenticateForm):
    knop = _("Inloggen")
    words = APP_CODE


class MfaReauthenticateForm(AllauthMixin, mfa_forms.ReauthenticateForm):
    words = APP_CODE


class ActivateTotpForm(AllauthMixin, totp_forms.ActivateTOTPForm):
    knop = _("Aanzetten")
    words = {"code": (_("Code uit de app"), _("Zes cijfers, die steeds veranderen."))}


class DeactivateTotpForm(AllauthMixin, totp_forms.DeactivateTOTPForm):
    knop = _("Uitzetten")


class GenerateRecoveryCodesForm(AllauthMixin, recovery_forms.GenerateRecoveryCodesForm):
    knop = _("Maak nieuwe reservecodes")
