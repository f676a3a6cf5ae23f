"""What is typed into a form by somebody who means no good, and what may come of it (veiligheid 3 and 18)."""

import copy
import datetime as dt
import functools
import re
import uuid
from random import Random

from django import forms
from django.core import validators
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.forms import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from buurtpreventie.ui.forms import FilterForm, clean_value

MEGABYTE = "Een lang verhaal. " * 58_000
NASTY = (
    "a\x00b",
    "\ud800 half een letter \udfff",
    "\u202eomgekeerd\u2066 \u200f",
    "👵🏽‍🦳🧶 \U0001f1f3\U0001f1f1 e\u0301",
    '"><script>alert(1)</script>',
    "{{ 7 * 7 }}{% now %}%(naam)s%s{0}{{link}}",
    "=HYPERLINK(1)",
    "a\r\nBcc: iedereen@example.nl\r\n\r\nb\u2028c",
    "' OR 1=1 --",
    str(2**31),
    str(2**63),
    "-1",
    "0",
    "9" * 5000,
    "\u0661\u0662",
    "1e309",
    "NaN",
    "25:00",
    "24:00",
    "0001-01-01",
    "9999-12-31",
    "31-12-9999",
    "2026-02-30",
    "9999-12-31T23:59",
    "[]",
    '{"dag": [[[]]], "begin": null}',
    "None",
    "on",
    "",
    " ",
    "\t\n",
    "a" + " " * 1900 + "b",
    "x" * 20_001,
    "00000000-0000-0000-0000-000000000000",
    "999999",
    "../../etc/passwd",
    "naam@voorbeeld.nl",
    "+31 6 12345678",
)
TEXT = "Dit typte ik zelf: <b>& 'zo'."
WORDS = re.compile(
    r"\b(the|this|these|enter|select|please|required|valid|invalid|must|ensure|field|value|your|you|choose|unknown|"
    r"incorrect|missing|submitted|empty|check|already|exists|cannot|should|with|and|choices)\b",
    re.IGNORECASE,
)
LONGEST_SENTENCE = 600
NO_TEXT = (forms.PasswordInput, forms.FileInput, forms.CheckboxInput, forms.HiddenInput)


class Attack:
    """Examples for one form, the same each time."""

    def __init__(self, met):
        self.met, self.random = met, Random(f"{met.name} {sorted(met.form.fields)}")
        self.names = {name: met.form.add_prefix(name) for name in met.form.fields}
        self.choices = {name: choices_of(field) for name, field in met.form.fields.items()}

    def example(self, number):
        """(data, files): mostly right but for a field or two, now and then wrong everywhere."""
        data, files = self.right(), MultiValueDict()
        fields = list(self.names)
        self.random.shuffle(fields)
        several = len(fields) if number % 5 == 0 else self.random.randint(1, 2)
        for place, name in enumerate(fields[:several]):
            self.spoil(data, files, name, huge=number % 200 == 50 and place == 0)
        return as_posted(data), files

    def right(self):
        """What somebody who means well could send, by the name that it has in the form."""
        return {
            self.names[name]: self.likely(name, field)
            for name, field in self.met.form.fields.items()
            if not isinstance(field, forms.FileField)
        }

    def likely(self, name, field):
        """A value that fits, as a list of words."""
        first = self.met.form.get_initial_for_field(field, name)
        if isinstance(field.widget, forms.HiddenInput) and first not in (None, ""):
            return [str(first)]
        if self.choices[name]:
            many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            return self.random.sample(self.choices[name], min(len(self.choices[name]), 2 if many else 1))
        now = dt.datetime.now()
        for kind, value in (
            (forms.BooleanField, self.random.choice(("on", ""))),
            (forms.DateTimeField, f"{now + dt.timedelta(days=3):%Y-%m-%dT20:15}"),
            (forms.DateField, f"{now + dt.timedelta(days=self.random.choice((-3, 3, 30))):%Y-%m-%d}"),
            (forms.TimeField, self.random.choice(("19:30", "21:00"))),
            (forms.IntegerField, str(self.random.randint(1, 9))),
            (forms.UUIDField, str(uuid.UUID(int=self.random.getrandbits(128)))),
            (forms.EmailField, "iemand@voorbeeld.nl"),
            (forms.URLField, "https://www.voorbeeld.nl"),
        ):
            if isinstance(field, kind):
                return [value]
        return [self.random.choice(("Rustig.", "0612345678", "7", TEXT))]

    def spoil(self, data, files, name, huge):
        """One field gets something else: nonsense, nothing, it twice, a file, a choice of somewhere else."""
        posted, way = self.names[name], self.random.randrange(12)
        if huge:
            data[posted] = [MEGABYTE]
        elif way == 0:
            data.pop(posted, None)
        elif way == 1:
            data[posted] = data.get(posted, ["x"]) * 40
        elif way == 2:
            files.appendlist(posted, SimpleUploadedFile("a.jpg", b"\xff\xd8\xff geen foto", "image/jpeg"))
            data.pop(posted, None)
        elif way == 3:
            data[posted] = self.random.sample(NASTY, 3)
        elif way == 4 and self.choices[name]:
            data[posted] = [*self.random.sample(NASTY, 1), *self.choices[name][:3]]
        else:
            data[posted] = [self.random.choice(NASTY)]


def choices_of(field):
    """What may be chosen, as words."""
    found = []
    for value, label in getattr(field, "choices", None) or ():
        nested = label if isinstance(label, list | tuple) else [(value, label)]
        found += [str(one) for one, _label in nested if str(one)]
    return found


def as_posted(data):
    """As Django gives it to a view."""
    posted = QueryDict(mutable=True)
    for name, values in data.items():
        posted.setlist(name, values)
    posted._mutable = False
    return posted


def again(met, data, files):
    """The same form with this filled in, made as the view makes it."""
    args, kwargs = list(met.args), dict(met.kwargs)
    given = [number for number, one in enumerate(args) if isinstance(one, MultiValueDict)]
    named = [name for name, one in kwargs.items() if isinstance(one, MultiValueDict)]
    if given or named:
        for number, value in zip(given, (data, files), strict=False):
            args[number] = value
        for name in named:
            kwargs[name] = files if "file" in name or "bestand" in name else data
        return met.kind(*args, **kwargs)
    if args and args[0] is None:
        return met.kind(data, *args[1:], **{name: one for name, one in kwargs.items() if name != "data"})
    try:
        return met.kind(*args, **kwargs | {"data": data})
    except TypeError:
        form = copy.copy(met.form)
        form.fields = copy.deepcopy(form.fields)
        form.is_bound, form.data, form.files, form._errors, form._bound_fields_cache = True, data, files, None, {}
        return form


def wrong_with(form, data):
    """What is not as it should be after this was sent: where errors stand, in which language, what was lost."""
    return [*wrong_sentences(form), *lost_texts(form, data)]


def wrong_sentences(form):
    """Errors at a field that is not there, in English, or far too long."""
    for name, errors in form.errors.items():
        if name != NON_FIELD_ERRORS and name not in form.fields:
            yield f"an error at {name}, which is no field"
        for error in errors:
            if is_english(str(error)) or len(str(error)) > LONGEST_SENTENCE:
                yield f"{name}: {str(error)[:120]}"


def lost_texts(form, data):
    """Words that were sent and that the form does not show again; a filter shows what it made of them."""
    if isinstance(form, FilterForm):
        return
    for name, field in form.fields.items():
        sent = data.getlist(form.add_prefix(name))
        if field.disabled or not sent or isinstance(field.widget, NO_TEXT) or hasattr(field.widget, "widgets"):
            continue
        if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
            continue  # what may be chosen is drawn, and of the rest is said that it is none
        expected = clean_value(sent[-1], field) if hasattr(form, "helper") else sent[-1]
        if not isinstance(form[name].value(), list) and str(form[name].value()) != str(expected):
            yield f"{name}: {str(expected)[:40]!r} became {str(form[name].value())[:40]!r}"


@functools.cache
def english_sentences():
    """What Django says by itself, as patterns."""
    with translation.override("en"):
        texts = set()
        for kind in (*subclasses(forms.Field), forms.Field):
            texts |= {str(text) for text in kind.default_error_messages.values()}
        for check in vars(validators).values():
            texts.add(str(getattr(check, "message", "")))
        return [re.compile(re.sub(r"%\\\(\w+\\\)[sd]", ".*", re.escape(text))) for text in texts if " " in text]


def subclasses(kind):
    """Every class below this one."""
    for sub in kind.__subclasses__():
        yield sub
        yield from subclasses(sub)


@functools.cache
def is_english(text):
    """One of Django's own sentences, or with words that are not Dutch."""
    return bool(WORDS.search(text)) or any(pattern.fullmatch(text) for pattern in english_sentences())
