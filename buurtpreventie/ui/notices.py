"""Where "Bewaard." waits for the next page: in a cookie of this host alone, or in the session when it is long."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookieStorage(CookieStorage):
    """Bound to the host, as every cookie of the house."""

    cookie_name = "__Host-messages" if settings.SECURE else "messages"


class NoticeStorage(FallbackStorage):
    """As Django's own, with that cookie."""

    storage_classes = (NoticeCookieStorage, SessionStorage)
