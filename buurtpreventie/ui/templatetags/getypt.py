"""Nothing that was typed is lost: also where a page that refuses a form does not draw it any more."""

from django import forms, template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

register = template.Library()
NEVER_SHOWN = (forms.PasswordInput, forms.HiddenInput)


@register.tag
def met_getypte_tekst(parser, token):
    """``{% met_getypte_tekst form %}…{% einde_getypte_tekst %}``: what was typed and stands not inside, below it."""
    _name, form = token.split_contents()
    nodelist = parser.parse(("einde_getypte_tekst",))
    parser.delete_first_token()
    return TypedNode(nodelist, parser.compile_filter(form))


class TypedNode(template.Node):
    """Draws what stands inside, and under it the words of the form that are not there."""

    def __init__(self, nodelist, form):
        self.nodelist, self.form = nodelist, form

    def render(self, context):
        """Called by Django."""
        html = self.nodelist.render(context)
        form = self.form.resolve(context)
        sent = form is not None and getattr(form, "methode", "post") == "post"  # a filter sends nothing
        lost = [words for words in typed_words(form) if str(conditional_escape(words)) not in html] if sent else []
        return html + render_to_string("delen/_u_typte.html", {"velden": lost}) if lost else html


def typed_words(form):
    """What somebody typed in the fields that one can see."""
    for name, field in form.fields.items():
        is_text = isinstance(field.widget, forms.TextInput | forms.Textarea)
        words = form[name].value() if is_text and not isinstance(field.widget, NEVER_SHOWN) else None
        if form.is_bound and isinstance(words, str) and words.strip() and "code" not in name:
            yield words
