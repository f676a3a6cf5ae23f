"""Addresses about oneself, and only those of allauth that this house uses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import include, path, re_path
from django.views.generic import RedirectView, TemplateView

from buurtpreventie.accounts import views

own = [
    path("uitnodiging/<str:token>/", views.uitnodiging, name="uitnodiging"),
    path("gegevens/", views.gegevens, name="gegevens"),
    path("gegevens/ingelogd/", views.ingelogd, name="ingelogd"),
    path("gegevens/ingelogd/<int:apparaat>/uit/", views.apparaat_uit, name="apparaat_uit"),
    path("gegevens/telefoon-kwijt/", views.telefoon_kwijt, name="telefoon_kwijt"),
    path("opnieuw/", views.opnieuw, name="opnieuw"),
    path("verder/", views.verder, name="verder"),
    path("verder/weg/", views.verder_weg, name="verder_weg"),
    path("geen-toegang/", views.geen_toegang, name="geen_toegang"),
]
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("signup/", TemplateView.as_view(template_name="account/signup_closed.html"), name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", views.FirstPasswordView.as_view(), name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
second_factor = [
    path("", RedirectView.as_view(pattern_name="accounts:gegevens"), name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", views.ActivateSecondFactorView.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", views.DeactivateSecondFactorView.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
urlpatterns = [
    path("", include((own, "accounts"))),
    path("accounts/", include(sign_in)),
    path("accounts/2fa/", include(second_factor)),
]
