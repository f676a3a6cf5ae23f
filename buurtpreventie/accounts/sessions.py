"""Where sessions are kept: the table of Django, with the question that every request asks put together once."""

from django.contrib.sessions.backends import db
from django.utils import timezone

from buurtpreventie.prepared import Later, PreparedObject

ALIVE = PreparedObject(
    lambda: db.SessionStore.get_model_class().objects.filter(session_key=Later("sleutel"), expire_date__gt=Later("nu"))
)


class SessionStore(db.SessionStore):
    """As Django keeps them."""

    def _get_session_from_db(self):
        found = ALIVE(sleutel=self.session_key, nu=timezone.now())
        if found is None:
            self._session_key = None
        return found
