from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created

from buurtpreventie.start import check_login


class AccountsConfig(AppConfig):
    name = "buurtpreventie.accounts"

    def ready(self):
        """In production nobody works with a login of the database that may do more than it should."""
        if settings.SECURE and not settings.MIGRATING:
            connection_created.connect(check_login, dispatch_uid="check_login")
