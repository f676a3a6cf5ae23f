"""One settings file; every value that differs between machines comes from the environment.

There are no fallbacks for secrets or servers: a process without them refuses to start and
says which variable is missing. ``script/demo`` and ``script/test`` set them for the embedded servers.
"""

import datetime
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
TESTING = env.bool("TESTING", default=False)
SECURE = not (DEMO or DEBUG or TESTING)
DEMO_POST_DIR = env("DEMO_POST_DIR", default=None)  # where the demo's mail server writes what it received

SECRET_KEY = env("SECRET_KEY")
FIELD_KEYS = env("FIELD_KEYS")  # "k2:base64,k1:base64": the first writes, all of them read
ADDRESS_INDEX_KEY = env("ADDRESS_INDEX_KEY")  # base64, 32 bytes: blind index of addresses
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL")  # "https://buurt.example.nl", for links in mail
# Where somebody tells of a weak spot, and the day on which somebody last saw that this is still right (RFC 9116).
SECURITY_CONTACT = env("SECURITY_CONTACT") if SECURE else "mailto:beveiliging@buurtpreventie.example"
SECURITY_CHECKED = datetime.date.fromisoformat(env("SECURITY_CHECKED")) if SECURE else datetime.date.today()
BEWAARREGELS = "evaluaties.retention.all_rules"  # what the page about privacy says is kept, and how long
AGENDA_BRONNEN = ["trainingen.feeds.moments_of_person"]  # what stands in the calendar feeds beside the rounds

# --- servers ---------------------------------------------------------------------------------


def database(url):
    """django-environ does not decode a socket folder in the host: it travels as ``?host=``."""
    config = environ.Env.db_url_config(url)
    config["HOST"] = config.get("OPTIONS", {}).pop("host", config["HOST"])
    config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": True}
    return config


AS_OWNER = {"migrate", "demodata", "rotate_keys", "reservekopie", "terugzetten", "vrijgeven"}
MIGRATING = len(sys.argv) > 1 and sys.argv[1] in AS_OWNER
DATABASE_VARIABLE = "MIGRATE_DATABASE_URL" if MIGRATING and "MIGRATE_DATABASE_URL" in env else "DATABASE_URL"
DATABASES = {"default": database(env(DATABASE_VARIABLE))}
if TESTING:  # a migrated database that the tests' own begin as a copy of
    DATABASES["default"]["TEST"] = {"TEMPLATE": env("TEST_TEMPLATE", default=None)}
WEB_ROLE, FIGURES_ROLE = "web", "cijfers"
REDIS_URL = env("REDIS_URL")  # redis://… or redis+socket:///folder/redis.sock?virtual_host=0
CACHES = {
    "default": {
        "BACKEND": "buurtpreventie.accounts.cache.OpenCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://").replace("virtual_host=0", "db=1"),
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,  # limits fail open: signing in goes on without the cache
            "SOCKET_CONNECT_TIMEOUT": 0.3,
            "SOCKET_TIMEOUT": 0.3,
        },
    }
}
EMAIL_CONFIG = env.email_url("EMAIL_URL")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("DEFAULT_FROM_EMAIL")

# --- the house -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "buurtpreventie.accounts",
    "buurtpreventie.audit",
    "buurtpreventie.outbox",
    "buurtpreventie.ui",
    "teams",
    "teams.rondes",
    "meldingen",
    "trainingen",
    "opvolging",
    "evaluaties",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "csp",
    "pgtrigger",
]
MIDDLEWARE = [
    "buurtpreventie.ui.middleware.HeadersMiddleware",  # these three first: on redirects and static files too
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "buurtpreventie.ui.uploads.RequestSizeMiddleware",
    "buurtpreventie.database.WebRoleMiddleware",
    "buurtpreventie.ui.middleware.LookingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "buurtpreventie.ui.polling.PollingMiddleware",
    "buurtpreventie.accounts.middleware.StashMiddleware",
    "teams.middleware.RolesMiddleware",
]
ROOT_URLCONF = "buurtpreventie.urls"
WSGI_APPLICATION = "buurtpreventie.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["buurtpreventie.ui.templatetags.nlds"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "teams.context_processors.shell",
                "teams.rondes.context_processors.strook",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "nlds"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Nederlands"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- static files ----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if SECURE else None  # otherwise served from where they are
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "static_build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if SECURE
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not SECURE

# --- sign-in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Gebruiker"
AUTHENTICATION_BACKENDS = ["buurtpreventie.accounts.backends.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "buurtpreventie.accounts.validators.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "buurtpreventie.accounts.validators.MaximumLengthValidator", "OPTIONS": {"max_length": 128}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "buurtpreventie.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/15m/key,10/d/key", "reset_password": "20/m/ip,3/15m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)  # else all visitors share the proxy's limits
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_FORMS = {
    "login": "buurtpreventie.accounts.forms.LoginForm",
    "request_login_code": "buurtpreventie.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "buurtpreventie.accounts.forms.ConfirmLoginCodeForm",
    "reset_password": "buurtpreventie.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "buurtpreventie.accounts.forms.ResetPasswordKeyForm",
    "change_password": "buurtpreventie.accounts.forms.ChangePasswordForm",
    "set_password": "buurtpreventie.accounts.forms.SetPasswordForm",
    "reauthenticate": "buurtpreventie.accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "buurtpreventie.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Buurtpreventie"
MFA_FORMS = {
    "authenticate": "buurtpreventie.accounts.forms.MfaAuthenticateForm",
    "reauthenticate": "buurtpreventie.accounts.forms.MfaReauthenticateForm",
    "activate_totp": "buurtpreventie.accounts.forms.ActivateTotpForm",
    "deactivate_totp": "buurtpreventie.accounts.forms.DeactivateTotpForm",
    "generate_recovery_codes": "buurtpreventie.accounts.forms.GenerateRecoveryCodesForm",
}
VOLUNTEER_SESSION_SECONDS = 90 * 24 * 3600
STAFF_IDLE_SECONDS = 30 * 60
STAFF_SESSION_SECONDS = STAFF_IDLE_SECONDS + 3600  # who comes back within the hour reads why; then the row may go
SESSION_ENGINE = "buurtpreventie.accounts.sessions"
SESSION_COOKIE_AGE = VOLUNTEER_SESSION_SECONDS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "buurtpreventie.ui.views.csrf_failure"

# --- browser ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "buurtpreventie.ui.notices.NoticeStorage"
FILE_UPLOAD_HANDLERS = ["buurtpreventie.ui.uploads.NamelessUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # of text; files are measured by the handler
DATA_UPLOAD_MAX_NUMBER_FILES = 20
if SECURE:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessie", "__Host-csrf"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^gezond$"]

# --- jobs ------------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 0}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE

# --- logs: facts with ids, never a person, never a token --------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"hide_tokens": {"()": "buurtpreventie.logs.HideTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_tokens"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
