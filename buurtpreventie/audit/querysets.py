"""Which lines of the log?"""

from django.db import models

OPENING = "inhoud.geopend"


class LogregelQuerySet(models.QuerySet):
    """Lines of the log, newest last."""

    def about(self, target):
        """Lines about one row of any model."""
        return self.filter(doel_soort=target._meta.label_lower, doel_id=target.pk)

    def openings(self):
        """Lines that say somebody opened confidential content."""
        return self.filter(gebeurtenis=OPENING)

    def by(self, actor):
        """Lines of one person."""
        return self.filter(actor_soort=actor._meta.label_lower, actor_id=actor.pk)

    def of_gemeente(self, gemeente_id):
        """Lines of one gemeente."""
        return self.filter(gemeente_id=gemeente_id)
