"""Several people at the same moment."""

import threading

from django.db import close_old_connections, connection, transaction

from buurtpreventie.outbox.models import Bericht

A_HANDFUL = 5


def at_once(*acts):
    """Do these at the same moment, each with a connection of its own; the results, errors included."""
    start, results = threading.Barrier(len(acts)), []

    def one(act):
        close_old_connections()
        try:
            start.wait()
            results.append(act())
        except Exception as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return results


def makes_a_mail(act):
    """Would this tell anybody anything? It is undone."""
    with transaction.atomic():
        before = Bericht.objects.count()
        act()
        told = Bericht.objects.count() > before
        transaction.set_rollback(True)
    return told


class Crowd:
    """The same threads again and again, each with the connection that it has: to connect costs more than to sweep.

    An error in one of them fails the test.
    """

    def __init__(self, threads):
        self.begin, self.end = threading.Barrier(threads + 1), threading.Barrier(threads + 1)
        self.threads = [threading.Thread(target=self._work, args=[n], daemon=True) for n in range(threads)]
        self.act, self.busy, self.errors = None, threads, []

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def _work(self, number):
        try:
            while self.begin.wait() is not None and self.act:
                try:
                    self.act() if number < self.busy else None
                except Exception as error:
                    self.errors.append(error)
                self.end.wait()
        finally:
            connection.close()

    def do(self, act):
        """Everybody at once where it makes a mail, a handful where it looks in vain; back when all are done."""
        self.act, self.busy = act, len(self.threads) if makes_a_mail(act) else A_HANDFUL
        self.begin.wait()
        self.end.wait()
        assert self.errors == []

    def __exit__(self, *error):
        self.act = None
        self.begin.wait()
        for thread in self.threads:
            thread.join()
