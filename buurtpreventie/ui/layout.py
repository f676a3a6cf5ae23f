"""Layout objects for crispy: where a field stands in a form. Labels are text here, never templates."""

from crispy_forms.layout import Div, Field, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

MEER = _("Meer vertellen")


class Knop:
    """A button. The first one of a form answers Enter, so it is the one that goes on."""

    input_type = "submit"
    id = flat_attrs = ""

    def __init__(self, label, *, naam="", waarde="1", stijl="primary"):
        self.label, self.name, self.value = label, naam, waarde
        self.field_classes = f"nl-button--{stijl}"

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Called by crispy when the button stands in a layout."""
        return render_to_string(f"{template_pack}/layout/baseinput.html", {"input": self})


class Vraag(Field):
    """The only question of a page: its label is the h1, so the page has no heading of its own."""

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Called by crispy."""
        return super().render(form, context, template_pack, extra_context={"als_kop": True}, **kwargs)


class Rij(Div):
    """Short fields next to each other where there is room: street, number."""

    template = "%s/layout/row.html"


class Vervolg(Div):
    """A question, and what is asked (or told) only after an answer that calls for it."""

    def __init__(self, question, *after):
        super().__init__(question, Div(*after, css_class="app-vervolg__dan"), css_class="app-vervolg")


class Groep(LayoutObject):
    """Fields that belong together, under a legend."""

    template = "%s/layout/fieldset.html"
    css_id = flat_attrs = ""

    def __init__(self, legend, *fields, css_class=""):
        self.legend, self.fields, self.css_class = legend, list(fields), css_class

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Called by crispy."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.get_template_name(template_pack), {"fieldset": self, "legend": self.legend, "fields": fields}
        )


class Meer(LayoutObject):
    """Questions nobody has to answer, closed until somebody wants them or one of them has a value or an error."""

    template = "%s/layout/meer.html"

    def __init__(self, *fields, titel=MEER, uitleg=""):
        self.fields, self.titel, self.uitleg = list(fields), titel, uitleg

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Called by crispy."""
        before = context.get("zonder_optioneel", False)
        context["zonder_optioneel"] = True
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        context["zonder_optioneel"] = before
        inside = [form[pointer.name] for pointer in self.get_field_names() if pointer.name in form.fields]
        return render_to_string(
            self.get_template_name(template_pack),
            {
                "meer": self,
                "fields": fields,
                "open": any(field.errors or field.value() for field in inside),
                "optioneel": getattr(form, "toont_optioneel", True),
            },
        )


class Deel:
    """A partial template between the fields: ``Deel("delen/_feit.html", wel="…", niet="…")``."""

    def __init__(self, template, **context):
        self.template, self.context = template, context

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Called by crispy."""
        return render_to_string(self.template, context.flatten() | self.context)
