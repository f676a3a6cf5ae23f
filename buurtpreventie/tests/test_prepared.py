"""Questions whose SQL is put together once: ``Prepared``."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from buurtpreventie.accounts.models import Bewaard, Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.prepared import Later, Prepared, PreparedObject

pytestmark = pytest.mark.django_db


@pytest.fixture
def named():
    """The question how people of this name are called and reached; it says how often its SQL was put together."""
    made = []

    def rows():
        made.append(1)
        return Gebruiker.objects.filter(naam=Later("naam"), is_active=True).order_by("pk").values_list("naam", "email")

    question = Prepared(rows)
    question.made = made
    return question


def test_each_question_is_answered_for_its_own_values(named):
    ans, joop = GebruikerFactory(naam="Ans"), GebruikerFactory(naam="Joop 100%")
    assert named(naam="Ans") == [("Ans", ans.email)]
    assert named(naam="Joop 100%") == [("Joop 100%", joop.email)]
    assert named(naam="nobody") == []
    assert len(named.made) == 1


def test_a_value_is_a_value_and_never_sql(named):
    GebruikerFactory(naam="Ans")
    assert named(naam="' OR true --") == []


def test_what_is_encrypted_is_read(now):
    ans = GebruikerFactory(naam="Ans")
    Bewaard.objects.create(gebruiker=ans, sleutel_hash="a", pad="/", velden=[["wat", "stil"]], verloopt_op=now)
    question = Prepared(lambda: Bewaard.objects.filter(gebruiker=Later("user")).values_list("velden", "verloopt_op"))
    assert question(user=ans.pk) == [([["wat", "stil"]], now)]


def test_a_value_that_is_missing_is_an_error(named):
    with pytest.raises(KeyError, match="naam"):
        named(name="Ans")


def test_a_question_that_is_asked_again_sees_what_changed(named):
    ans = GebruikerFactory(naam="Ans")
    assert len(named(naam="Ans")) == 1
    Gebruiker.objects.filter(pk=ans.pk).update(naam="Riet")
    assert named(naam="Ans") == []


def test_an_object_is_the_one_that_the_queryset_gives(django_assert_num_queries):
    ans = GebruikerFactory(naam="Ans")
    question = PreparedObject(lambda: Gebruiker.objects.filter(naam=Later("naam")))
    with django_assert_num_queries(1):
        found = question(naam="Ans")
        assert (found.pk, found.naam, found.email) == (ans.pk, "Ans", ans.email)
    assert vars(found).keys() == vars(Gebruiker.objects.get(pk=ans.pk)).keys()
    assert question(naam="nobody") is None

    found.naam = "Riet"
    found.save()  # it stands in the database, and is changed there
    assert Gebruiker.objects.get(pk=ans.pk).naam == "Riet"


def test_a_session_that_is_over_opens_nothing(client):
    ans = GebruikerFactory(naam="Ans")
    client.force_login(ans)
    assert client.session["_auth_user_id"] == str(ans.pk)
    Session.objects.update(expire_date=timezone.now())
    assert dict(client.session) == {}
    assert not client.get("/hulp/").wsgi_request.user.is_authenticated
