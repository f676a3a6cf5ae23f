"""Every form of the house, met on its page, filled in wrongly 200 times (veiligheid 3, 8, 10 and 18).

``VOORBEELDEN=2000 script/test -m fuzz opvolging/tests/test_every_form.py`` tries more of them.
"""

import logging
import os
from collections import defaultdict
from html import unescape

import pytest
from allauth.core.context import request_context
from django import forms
from django.apps import apps
from django.db import transaction
from django.forms.forms import BaseForm
from django.template import Template
from django.test import override_settings

from buurtpreventie.ui.forms import FilterForm, clean_value
from buurtpreventie.ui.gelezen import GelezenMixin
from buurtpreventie.ui.tests.headers import inline_code, wrong_headers
from opvolging.tests.attack import TEXT, Attack, again, as_posted, lost_texts, subclasses, wrong_with
from opvolging.tests.rows import fingerprint
from opvolging.tests.test_access_matrix import MAY_BE_WRITTEN_BY_GET
from opvolging.tests.walk import Walk, noting

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db]
EXAMPLES = int(os.environ.get("VOORBEELDEN", "200"))
FINE = {200, 302, 303, 400, 403, 404, 405, 409, 422, 429}
ASKED_AGAIN = {409, 422}
NEVER_SHOWN = {  # forms that nobody fills in, and why
    "evaluaties.forms.invullen.WeerForm": "asks whether another form is wanted, by a link",
    "allauth.account.forms.UserTokenForm": "reads the link of a new password, and is not drawn",
}
OF_EVERYBODY = {"evaluaties.forms.afnames.AfnamesForm.lijst", "evaluaties.forms.woorden.SamenForm.samen"}
EMPTY = (None, "", [], False)
MARKS = {"gelezen", "bewaard", "gezien", "van", "poging", "keer", "sleutel"}  # what a page says that it was made of
NOBODY_ELSE = {  # forms that begin with something, and why nobody's words are lost
    "buurtpreventie.accounts.forms.GegevensForm": "of oneself",
    "opvolging.forms.meldpunt.AntwoordForm": "begins with a sentence; a second answer is refused",
    "opvolging.forms.meldpunt.SluitForm": "begins with a sentence; a second closing is refused",
    "opvolging.forms.partner.AfwezigForm": "of oneself",
    "opvolging.forms.zaak.AanzienForm": "begins with a day; a second time is refused",
    "opvolging.forms.zaak.ModereerForm": "begins with a sentence; a second closing is refused",
    "teams.forms.partners.PartnerForm": "of a new row",
    "teams.forms.people.LidForm": "of a new row",
    "teams.forms.people.PetForm": "of oneself",
    "teams.forms.persons.AdresForm": "of who never came in: the newest invitation is the one that works",
    "teams.rondes.forms.facts.FeitenForm": "what stood there stays as a correction",
    "teams.rondes.forms.planning.RoosterForm": "of a new row",
    "teams.rondes.forms.verslag.VerbeterForm": "what stood there stays as a correction",
    "teams.rondes.forms.verslag.VerslagForm": "of one's own report",
    "teams.rondes.forms.waarschuwing.TekstForm": "begins with a time; a second sending is refused",
    "trainingen.forms.bewijzen.GezienForm": "begins with a day; every row is added",
    "trainingen.forms.kennismaking.StapForm": "of one's own draft",
}
SENTINEL, NUMBER = "VERZONNENVELD", "87654321"
KINDS = {"text/html", "application/pdf", "text/csv", "text/calendar", "image/jpeg", "application/json"}


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """Everything that was met, and what was wrong on the way."""
    watched, Template._render = Template._render, lambda template, context: template.nodelist.render(context)
    logging.disable(logging.WARNING)
    cheap = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), transaction.atomic(), cheap:
        found = Walk(look)
        found.wrong, found.seen = [], set()
        found.go_everywhere()
        found.write_meldingen()
        found.ask_more()
        yield found
        transaction.set_rollback(True)
    Template._render = watched
    logging.disable(logging.NOTSET)


def look(walk, rol, method, url, answer):
    """Of every answer: its headers, no code of its own, no error of the server; and looking writes nothing."""
    walk.seen.add(answer.get("Content-Type", "").partition(";")[0])
    wrong = wrong_headers(answer) + inline_code(answer)
    if answer.status_code >= 500 and url != "/gezond":
        wrong.append(f"{answer.status_code}")
    if method == "get":
        wrong += [sql[:80] for sql, _params in walk.written if not MAY_BE_WRITTEN_BY_GET.search(sql[:60])]
    walk.wrong += [f"{rol} {method} {url}: {what}" for what in wrong]


def of_each_shape(walk):
    """One form of each shape: filled in where it was met so."""
    first = {}
    for met in sorted(walk.met, key=lambda met: not met.form.is_bound):
        first.setdefault(met.shape, met)
    return [met for met in first.values() if met.name not in NEVER_SHOWN]


def sent(walk):
    """One form of each shape that somebody sends to an address."""
    return [met for met in of_each_shape(walk) if met.method == "post" and met.form.is_bound and met.url]


# --- the pages -----------------------------------------------------------------------------------


def test_every_answer_on_the_walk_has_exactly_the_headers_of_the_house_and_no_code_in_the_page(walk):
    assert "\n".join(walk.wrong) == ""
    assert walk.seen >= KINDS


def test_asking_for_the_head_of_a_page_or_ahead_of_its_reader_leaves_nothing_behind(walk):
    """Once per page, and nothing of it is undone: the same rows stand in every table."""
    once = {view_name: (rol, url) for view_name, rol, url in reversed(walk.pages)}
    before, wrong = fingerprint(), []
    for rol, url in once.values():
        head = walk.browser(rol).head(url)
        ahead = walk.browser(rol).get(url, headers={"sec-purpose": "prefetch;prerender"})
        wrong += [(rol, url, head.status_code)] if head.content or head.status_code >= 500 and url != "/gezond" else []
        wrong += [(rol, url, ahead.status_code)] if (ahead.status_code, ahead.content) != (403, b"") else []
    after = fingerprint()
    assert "\n".join(map(str, wrong)) == ""
    assert [table for table in before if before[table] != after[table]] == []
    assert len(once) > 250 and len(before) > 90


# --- the forms -----------------------------------------------------------------------------------


def test_every_form_of_the_house_was_met(walk):
    met = {met.kind for met in walk.met}
    lost = []
    for kind in subclasses(BaseForm):
        name = f"{kind.__module__}.{kind.__qualname__}"
        is_ours = not kind.__module__.startswith(("django.", "allauth.", "crispy_forms.")) and ".tests." not in name
        is_abstract = any(one in met for one in subclasses(kind))
        if is_ours and kind not in met and not is_abstract and name not in NEVER_SHOWN:
            lost.append(name)
    assert sorted(set(lost)) == []
    assert len(met) > 200


def test_no_form_breaks_speaks_english_or_loses_a_word_whatever_is_filled_in(walk):
    wrong, refused = defaultdict(int), 0
    request = walk.browser("anonymous").get("/accounts/login/").wsgi_request
    with request_context(request):
        for met in of_each_shape(walk):
            with transaction.atomic():
                attack = Attack(met)
                for number in range(EXAMPLES):
                    data, files = attack.example(number)
                    for what in tried(met, data, files):
                        wrong[met.name, what] += 1
                    refused += 1
                transaction.set_rollback(True)
    assert "\n".join(f"{name}: {what} ({times}x)" for (name, what), times in wrong.items()) == ""
    assert refused >= 200 * EXAMPLES


def tried(met, data, files):
    """What is wrong with this form after it was filled in so."""
    try:
        form = again(met, data, files)
        form.full_clean()
        return list(wrong_with(form, data))
    except Exception as error:
        return [f"{type(error).__name__}: {str(error)[:120]}"]


def test_no_page_breaks_on_what_is_sent_to_it_and_a_refusal_shows_every_sentence_and_every_word(walk):
    wrong = []
    for met in sent(walk):
        attack = Attack(met)
        for data in (attack.example(0)[0], attack.example(1)[0], typed(met, attack)):
            made = []
            with noting(lambda *made_of, made=made: made.append(made_of[-1])):
                answer = walk.ask(met.rol, met.method, met.url, dict(data.lists()))
            wrong += [f"{met.name} {met.url} {what}" for what in wrong_on_page(answer, made, met.kind)]
    assert "\n".join(map(str, wrong)) == ""


def typed(met, attack):
    """Words in every field that takes words, and nothing else."""
    data = {}
    for name, field in met.form.fields.items():
        if type(field) is forms.CharField and not isinstance(field.widget, forms.HiddenInput):
            data[attack.names[name]] = [TEXT]
    return as_posted(data)


def wrong_on_page(answer, made, kind):
    """A status that is none of ours, or a refusal of which something does not stand on the page."""
    if answer.status_code not in FINE:
        return [str(answer.status_code)]
    if answer.status_code not in ASKED_AGAIN or answer.streaming:
        return []
    page = squeezed(unescape(answer.content.decode()))
    wrong = ["<script>alert(1)"] if "<script>alert(1)" in answer.content.decode() else []
    for form in made:
        if not form.is_bound or not form._errors:
            continue
        for name, errors in form.errors.items() if "helper" in vars(form) else ():  # it was drawn
            wrong += [f"{name} does not say: {error}" for error in errors if squeezed(str(error)) not in page]
        if type(form) is not kind or not hasattr(kind, "helper"):
            continue  # read on the way: which button, which step
        wrong += [f"{name} lost: {value[:40]}" for name, value in words_in(form) if squeezed(value) not in page]
    return wrong


def words_in(form):
    """What somebody typed in fields that one can see."""
    for name, field in form.fields.items():
        value = form.data.get(form.add_prefix(name)) if hasattr(form.data, "get") else None
        is_seen = isinstance(field.widget, forms.TextInput | forms.Textarea)
        if is_seen and isinstance(value, str) and not isinstance(field.widget, forms.PasswordInput):
            yield name, str(clean_value(value, field))


def squeezed(text):
    """Spaces and newlines are drawn as they come."""
    return " ".join(text.split())


def test_no_filter_of_a_list_breaks_its_page(walk):
    wrong = []
    for met in of_each_shape(walk):
        if isinstance(met.form, FilterForm) and met.url and met.method == "get":
            attack = Attack(met)
            for number in (0, 1):
                answer = walk.ask(met.rol, "get", met.url, dict(attack.example(number)[0].lists()))
                wrong += [(met.name, met.url, answer.status_code)] if answer.status_code not in FINE else []
    assert "\n".join(map(str, wrong)) == ""


# --- what is not of this form, or of somebody else ------------------------------------------------


def test_a_form_reads_no_field_but_its_own(walk):
    """Every field of every model is sent along with something unheard of: nothing of that is ever written."""
    wrong, names = [], {name for model in apps.get_models() for name in columns(model)}
    for met in sent(walk):
        right = as_posted(Attack(met).right())
        own = set(right) | set(met.form.fields)
        extra = {name: NUMBER if number % 2 else SENTINEL for number, name in enumerate(sorted(names - own))}
        walk.ask(met.rol, met.method, met.url, dict(right.lists()) | extra)
        wrong += [f"{met.name}: {sql[:60]}" for sql, params in walk.written if is_told(sql, params)]
    assert "\n".join(map(str, wrong)) == ""
    assert len(names) > 300


def is_told(sql, params):
    """Something unheard of is about to be written."""
    return SENTINEL in str(params) or NUMBER in str(params)


def columns(model):
    return {name for field in model._meta.concrete_fields for name in (field.name, field.attname)}


def test_what_is_of_another_gemeente_is_no_choice_in_any_form(walk):
    """Of every list of rows: not all there are, and every row that is left out is refused at its field."""
    wrong, tried_fields = [], 0
    for met in of_each_shape(walk):
        for name, field in met.form.fields.items():
            wrong += [f"{met.name}.{name}: Elders" for _value, label in labels(field) if "Elders" in str(label)]
            if not isinstance(field, forms.ModelChoiceField) or field.disabled:
                continue
            tried_fields += 1
            offered = set(field.queryset.values_list("pk", flat=True))
            foreign = field.queryset.model._base_manager.exclude(pk__in=offered).first()
            if foreign is None:
                wrong += [f"{met.name}.{name}: offers every row"] if f"{met.name}.{name}" not in OF_EVERYBODY else []
                continue
            key = field.to_field_name or "pk"
            data = as_posted(Attack(met).right() | {met.form.add_prefix(name): [str(getattr(foreign, key))]})
            form = again(met, data, as_posted({}))
            if not form.errors.get(name):
                wrong.append(f"{met.name}.{name}: takes {foreign!r}")
    assert "\n".join(map(str, wrong)) == ""
    assert tried_fields > 20


def labels(field):
    """(value, label) of everything that may be chosen."""
    return [pair for pair in getattr(field, "choices", None) or () if not isinstance(pair[1], list | tuple)]


# --- two people at once ----------------------------------------------------------------------------


def test_who_was_second_hears_what_stands_there_now_keeps_every_word_and_may_send_it_again(walk):
    wrong, edits = [], [met for met in of_each_shape(walk) if issubclass(met.kind, GelezenMixin)]
    for met in edits:
        data = other_than_it_stands(met)
        if not differs(met, data):
            continue  # ticks of which none can be sent otherwise
        data[met.form.add_prefix("gelezen")] = ["van vorige week"]
        second = again(met, as_posted(data), as_posted({}))
        told = " ".join(second.non_field_errors())
        if second.is_valid() or second.status != 409 or "Een collega heeft dit intussen gewijzigd" not in told:
            wrong.append(f"{met.name}: {told}")
        wrong += [f"{met.name}: {what}" for what in lost_texts(second, as_posted(data)) if "gelezen" not in what]
        data[met.form.add_prefix("gelezen")] = [second["gelezen"].value()]
        if "Een collega" in " ".join(again(met, as_posted(data), as_posted({})).non_field_errors()):
            wrong.append(f"{met.name}: not even when sent again")
    assert "\n".join(wrong) == ""
    assert len(edits) > 30


def other_than_it_stands(met):
    """A sound answer that is not what stands there."""
    attack = Attack(met)
    for _number in range(20):
        data = attack.right()
        if differs(met, data):
            return data
    return data


def differs(met, data):
    """It says something else than what stands there."""
    return bool(set(again(met, as_posted(data), as_posted({})).changed_data) - {"gelezen"})


def test_every_form_that_shows_what_stands_there_says_when_a_colleague_was_first(walk):
    shown = {met.name for met in sent(walk) if not issubclass(met.kind, GelezenMixin) and shows_what_stands(met)}
    assert sorted(shown - NOBODY_ELSE.keys()) == []


def shows_what_stands(met):
    """It begins with values of a row, and carries no mark of its own."""
    marks = [name for name, field in met.form.fields.items() if isinstance(field.widget, forms.HiddenInput)]
    begun = [name for name, value in met.form.initial.items() if name in met.form.fields and value not in EMPTY]
    return bool(set(begun) - set(marks)) and not MARKS & set(marks)
