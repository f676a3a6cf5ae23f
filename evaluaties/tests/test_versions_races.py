"""Two people at one draft: there is one, its codes and places differ, and what is adopted does not change after it."""

import pytest
from django.utils import timezone

from buurtpreventie.ui.gelezen import fingerprint
from evaluaties.actions.versions import add_vraag, adopt_version, begin_version, write_version
from evaluaties.models import Versie, Vraag
from evaluaties.tests.factories import start_version
from evaluaties.tests.test_versions import NEW
from evaluaties.versions import all_words
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


def test_a_draft_is_begun_once_and_nothing_comes_into_it_after_it_was_adopted():
    beleid = AanstellingFactory(beleid=True)
    lijst, who = start_version().vragenlijst, {"actor": beleid.gebruiker, "now": timezone.now()}
    begin = lambda: begin_version(lijst, beleid.gemeente, **who)  # noqa: E731
    drafts = at_once(begin, begin)
    assert drafts[0] == drafts[1] and Versie.objects.drafts().count() == 1

    draft = drafts[0]
    add = lambda: add_vraag(draft, **NEW, tekst="Was het op tijd klaar?", type="ja_nee", **who)  # noqa: E731
    first, second = at_once(add, add)
    assert {first.code, second.code} == {"NPE9", "NPE10"} and {first.volgorde, second.volgorde} == {9, 10}

    said = {"inleiding": draft.inleiding, "verschil": "Ook over de tijd.", "minuten": 2, "gelezen": None}
    draft = write_version(draft, **said, **who)
    seen = fingerprint(all_words(draft))
    at_once(lambda: adopt_version(draft, gelezen=seen, **who), add)
    after = Versie.objects.get(pk=draft.pk)
    asked = Vraag.objects.filter(versie=draft).count()
    assert (after.is_adopted, asked) in [(True, 10), (False, 11)]
