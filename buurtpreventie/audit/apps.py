from django.apps import AppConfig
from django.db.models.signals import post_migrate

from buurtpreventie.triggers import guard_triggers


class AuditConfig(AppConfig):
    name = "buurtpreventie.audit"

    def ready(self):
        """What keeps the log as it is holds from the end of every ``migrate``."""
        post_migrate.connect(guard_triggers, sender=self)
