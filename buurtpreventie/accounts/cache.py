"""The cache holds limits only, and fails open: without it signing in goes on (veiligheid 7a)."""

import time

from django_redis.cache import RedisCache

PAUSE_SECONDS = 10  # after a failure: nobody waits for a frozen cache on every call


class OpenCache(RedisCache):
    """Redis that says "yes" to a lock and "nothing known" to a question while it is away.

    ``allauth`` takes its locks, and marks a one-time code as used, with ``add``: a plain ``None`` from a cache that is
    away would refuse every sign-in.
    """

    away_until = 0.0

    def add(self, *args, **kwargs):
        """True when the key was added, and when nobody can know."""
        added = self._unless_away(super().add, *args, **kwargs)
        return True if added is None else added

    def set(self, *args, **kwargs):
        """Keep a value, if there is anything to keep it in."""
        return self._unless_away(super().set, *args, **kwargs)

    def get(self, key, default=None, version=None, client=None):
        """The value, or ``default``."""
        if self.is_away:
            return default
        started = time.monotonic()
        value = super().get(key, default, version, client)
        self._note_delay(started)
        return value

    def delete(self, *args, **kwargs):
        """Forget a value."""
        return self._unless_away(super().delete, *args, **kwargs)

    @property
    def is_away(self):
        """The cache did not answer a moment ago."""
        return time.monotonic() < OpenCache.away_until

    def _unless_away(self, method, *args, **kwargs):
        if self.is_away:
            return None
        started = time.monotonic()
        result = method(*args, **kwargs)
        if result is None:
            OpenCache.away_until = time.monotonic() + PAUSE_SECONDS
        self._note_delay(started)
        return result

    def _note_delay(self, started):
        """A call as long as the socket's time-out met a cache that is frozen."""
        timeout = self._params.get("OPTIONS", {}).get("SOCKET_TIMEOUT") or 1
        if time.monotonic() - started >= timeout:
            OpenCache.away_until = time.monotonic() + PAUSE_SECONDS
