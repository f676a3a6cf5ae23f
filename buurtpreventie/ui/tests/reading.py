"""Who fills in a form saw it first: what a page says that it was made of goes along."""


def mark_of(answer):
    """The mark of what stood there when this page was shown, as its form sends it."""
    return {"gelezen": answer.context["form"].mark}
