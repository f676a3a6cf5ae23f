"""Several people at the same moment."""

import threading

from django.db import close_old_connections, connection


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
