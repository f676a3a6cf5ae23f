"""A form that is only its button."""

from buurtpreventie.ui.forms import NldsForm


class KnopForm(NldsForm):
    """Press to do it; the label says what."""

    def __init__(self, knop, *args, **kwargs):
        self.knop = knop
        super().__init__(*args, **kwargs)
