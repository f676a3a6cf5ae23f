"""Forms that speak Dutch, survive every input and know how they look."""

import datetime as dt

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.layout import Knop
from buurtpreventie.ui.text import clean_line, clean_secret, clean_text

LONG_TEXT, SHORT_TEXT = 10_000, 200
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
LARGEST_NUMBER = 2_147_483_647  # what an integer column holds
CHOOSING = (forms.ChoiceField, forms.ModelChoiceField)
BROWSER_TYPES = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
}
SENTENCES = {
    "max_length": gettext_lazy("Gebruik hooguit %(limit_value)d tekens. U hebt er nu %(show_value)d."),
    "min_length": gettext_lazy("Gebruik ten minste %(limit_value)d tekens. U hebt er nu %(show_value)d."),
    "max_value": gettext_lazy("Vul een getal in van hooguit %(limit_value)s."),
    "min_value": gettext_lazy("Vul een getal in van ten minste %(limit_value)s."),
    "invalid_choice": gettext_lazy("Kies een antwoord uit de lijst."),
    "invalid_pk_value": gettext_lazy("Kies een antwoord uit de lijst."),
    "invalid_list": gettext_lazy("Kies een antwoord uit de lijst."),
}
INVALID = {
    forms.EmailField: gettext_lazy("Vul een e-mailadres in. Bijvoorbeeld: naam@voorbeeld.nl."),
    forms.DateField: gettext_lazy("Vul een datum in. Bijvoorbeeld: 17-11-2026."),
    forms.TimeField: gettext_lazy("Vul een tijd in. Bijvoorbeeld: 21:40."),
    forms.DateTimeField: gettext_lazy("Vul een datum en een tijd in. Bijvoorbeeld: 17-11-2026 21:40."),
    forms.IntegerField: gettext_lazy("Vul een getal in. Gebruik geen letters."),
    forms.UUIDField: gettext_lazy("Dit formulier klopt niet meer. Open de pagina opnieuw."),
    forms.URLField: gettext_lazy("Vul een webadres in. Bijvoorbeeld: https://www.voorbeeld.nl."),
}


class Keuze(str):
    """The label of a choice, with an icon and a line of explanation: ``("zag", Keuze("Ik zag iets", icoon="oog"))``."""

    icoon = uitleg = ""

    def __new__(cls, tekst, *, icoon="", uitleg=""):
        keuze = super().__new__(cls, tekst)
        keuze.icoon, keuze.uitleg = icoon, uitleg
        return keuze


class SuggestieInput(forms.TextInput):
    """A text field that suggests: one may pick a street from the list or type another."""

    template_name = "nlds/widgets/suggestie.html"

    def __init__(self, suggesties=(), attrs=None):
        super().__init__(attrs)
        self.suggesties = suggesties

    def get_context(self, name, value, attrs):
        """Called by Django."""
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}_lijst"
        context["widget"]["attrs"]["list"] = list_id
        context["widget"] |= {"list_id": list_id, "suggesties": self.suggesties}
        return context


class NldsMixin:
    """What every form of the house has in common; also fits on the forms of another library.

    ``knop`` labels the button, ``tweede_knop`` is ``(name, label)`` of one more, ``layout`` a crispy Layout,
    ``methode`` post or get. ``status`` is the HTTP status of the page that shows the form again.
    """

    use_required_attribute = False
    knop = gettext_lazy("Verder")
    tweede_knop = None
    methode = "post"
    layout = None
    toont_optioneel = True
    altijd_optioneel = ()  # fields that say "(niet verplicht)" also on a form that does not
    status = 422
    result = None

    def __getitem__(self, name):
        prepare(self.fields[name]) if name in self.fields else None
        return super().__getitem__(name)

    def full_clean(self):
        """Clean the data before the fields see it, so that what is shown again is clean as well."""
        if self.is_bound:
            self.data = cleaned(self.data, {self.add_prefix(name): field for name, field in self.fields.items()})
        super().full_clean()

    @cached_property
    def helper(self):
        """How crispy draws this form."""
        helper = FormHelper()
        helper.form_method = self.methode
        helper.attrs = {"novalidate": True} | ({"data-bewaar": True} if self.methode == "post" else {})
        helper.include_media = False
        helper.layout = self.get_layout()
        helper.render_unmentioned_fields = True
        helper.zonder_optioneel = not self.toont_optioneel
        helper.altijd_optioneel = self.altijd_optioneel
        for button in self.buttons():
            helper.add_input(button)
        return helper

    def get_layout(self):
        """The layout of this form; overridden where it depends on the instance."""
        return self.layout

    def buttons(self):
        """The buttons under the form, the one that goes on first."""
        yield Knop(self.knop)
        if self.tweede_knop:
            name, label = self.tweede_knop
            yield Knop(label, naam=name, stijl="subtle")


class NldsForm(NldsMixin, forms.Form):
    """A form without a model."""


class NldsModelForm(NldsMixin, forms.ModelForm):
    """A form of one row."""


class FilterForm(NldsForm):
    """What a list is narrowed by: nothing is required, and a value that means nothing is left out."""

    methode = "get"
    knop = gettext_lazy("Toon")
    toont_optioneel = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @cached_property
    def helper(self):
        """Draws the fields in one row, behind a summary on a phone."""
        helper = super().helper
        helper.template = "nlds/filter_form.html"
        return helper

    def buttons(self):
        """Looking is not an act: no primary button."""
        yield Knop(self.knop, stijl="secondary")

    @property
    def chosen(self):
        """The filters in use, by name."""
        self.full_clean() if self.is_bound and self._errors is None else None
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value not in (None, "", [])}


def cleaned(data, fields):
    """A copy of posted data without trick characters: lines for short fields, paragraphs for long ones."""
    if isinstance(data, MultiValueDict):
        return MultiValueDict({name: clean_value(values, fields.get(name)) for name, values in data.lists()})
    return {name: clean_value(value, fields.get(name)) for name, value in data.items()}


def clean_value(value, field):
    """One posted value, or a list of them."""
    if isinstance(value, list | tuple):
        return [clean_value(one, field) for one in value]
    if not isinstance(value, str):
        return value
    widget = getattr(field, "widget", None)
    if isinstance(widget, forms.PasswordInput):
        return clean_secret(value)
    return clean_line(value) if isinstance(widget, forms.TextInput) else clean_text(value)


def prepare(field):
    """Give a field limits the database can keep, Dutch sentences and the right keyboard; once."""
    if getattr(field, "is_prepared", False):
        return
    field.is_prepared = True
    limit(field)
    speak_dutch(field)
    widget = field.widget
    if type(widget) in BROWSER_TYPES:
        widget.input_type, widget.format = BROWSER_TYPES[type(widget)]
    if isinstance(widget, forms.Textarea):
        widget.attrs.pop("maxlength", None)  # a browser cuts a pasted text off without a word
    if type(field) is forms.IntegerField:
        widget.attrs.setdefault("inputmode", "numeric")


def limit(field):
    """No text, number or day without an end."""
    is_text = isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)  # a key has no length
    if is_text and field.max_length is None:
        field.max_length = LONG_TEXT if isinstance(field.widget, forms.Textarea) else SHORT_TEXT
        field.validators.append(MaxLengthValidator(field.max_length))
    if type(field) is forms.IntegerField:
        field.validators += [MinValueValidator(-LARGEST_NUMBER - 1), MaxValueValidator(LARGEST_NUMBER)]
    if isinstance(field, forms.DateField | forms.DateTimeField):
        field.validators.append(validate_day)


def validate_day(value):
    """A day people can mean, far from the edges of the calendar."""
    day = value.date() if isinstance(value, dt.datetime) else value
    if not FIRST_DAY <= day <= LAST_DAY:
        raise forms.ValidationError(
            _("Vul een datum in tussen %(first)s en %(last)s."), params={"first": FIRST_DAY.year, "last": LAST_DAY.year}
        )


def speak_dutch(field):
    """Replace the standard messages; a message the form wrote itself stays."""
    own = {code for code, text in field.error_messages.items() if str(text) != standard_message(field, code)}
    own |= {check.code for check in field.validators if "message" in getattr(check, "__dict__", {})}
    messages = dict(SENTENCES, required=required_sentence(field))
    for kind, sentence in INVALID.items():
        if isinstance(field, kind):
            messages["invalid"] = sentence
    field.error_messages |= {code: text for code, text in messages.items() if code not in own}


def standard_message(field, code):
    """What Django would say, or "" when it has nothing to say about this code."""
    for kind in type(field).__mro__:
        if code in getattr(kind, "default_error_messages", {}):
            return str(kind.default_error_messages[code])
    return ""


def required_sentence(field):
    """What to do about an empty field, in words that fit a question and a noun alike."""
    label = str(field.label or "").rstrip(":")
    if isinstance(field, forms.BooleanField):
        return _("Zet een vinkje bij “%(label)s”.") % {"label": label}
    if isinstance(field, CHOOSING):
        return _("Kies een antwoord bij “%(label)s”.") % {"label": label}
    return _("Vul iets in bij “%(label)s”.") % {"label": label}
