"""The examples of the styleguide: every component with every state, with invented words."""


def context(request):
    """What the styleguide page shows."""
    return {}
