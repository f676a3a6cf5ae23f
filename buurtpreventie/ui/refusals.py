"""The bridge between a form and an action: a refusal becomes the form's own error."""

from buurtpreventie.errors import RefusedAction


def accepted(form, action, *args, **kwargs):
    """Do the action with what the form says; False, with the reason on the form, when it is refused."""
    try:
        form.result = action(*args, **form.cleaned_data, **kwargs)
    except RefusedAction as refusal:
        form.add_error(None, refusal.message)
        form.status = 409
        return False
    return True
