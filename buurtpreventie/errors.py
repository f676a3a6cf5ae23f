"""The one way in which a rule says no, and the one in which a failure holds up nobody else."""

import logging

logger = logging.getLogger(__name__)


class RefusedAction(Exception):
    """A rule says no; ``message`` is a Dutch sentence that the user may read."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def __str__(self):
        return str(self.message)


def each_on_its_own(things, act, name=str):
    """Give the sum of ``act(thing)``: one that fails holds up no other, is logged, and is raised when all are done.

    So who rings the clock knows that not everything was looked after. Transactions are the business of ``act``.
    """
    total, failure = 0, None
    for thing in things:
        try:
            total += act(thing)
        except Exception as error:  # whatever is wrong with this one, the next has nothing to do with it
            logger.exception("%s could not be looked after", name(thing))
            failure = error
    if failure:
        raise failure
    return total
