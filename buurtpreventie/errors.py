"""The one way in which a rule says no."""


class RefusedAction(Exception):
    """A rule says no; ``message`` is a Dutch sentence that the user may read."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def __str__(self):
        return str(self.message)
