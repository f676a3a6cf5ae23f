"""The role ``web``: what it may, when it is taken, and that it is given back."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.urls import path

from buurtpreventie.database import CREATE_WEB_ROLE, web_transaction
from buurtpreventie.outbox.actions import beat
from buurtpreventie.outbox.models import Hartslag

CONTENT_TABLES = """
    SELECT c.relname, has_table_privilege('web', c.oid, 'SELECT'), has_table_privilege('web', c.oid, 'INSERT'),
           has_table_privilege('web', c.oid, 'UPDATE'), has_table_privilege('web', c.oid, 'DELETE'),
           has_table_privilege('web', c.oid, 'TRUNCATE')
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""
READ_AND_WRITE, APPEND_ONLY, NOTHING = (True, True, True, True, False), (True, True, False, False, False), (False,) * 5


def role():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def view(status, fail=None):
    """A view that writes and then answers, or fails."""

    def answer(request):
        beat(role(), request.now)
        if fail:
            raise fail
        return HttpResponse(role(), status=status)

    return answer


def handler403(request, exception):
    """The page of a refusal asks the database too."""
    return HttpResponse(role(), status=403)


urlpatterns = [
    path("200", view(200)),
    path("404", view(404)),
    path("503", view(503)),
    path("fails", view(200, ZeroDivisionError("1/0"))),
    path("forbidden", view(200, PermissionDenied())),
]


@pytest.fixture
def site(client, settings, now):
    """A site of these few views with the middleware alone."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [f"{__name__}.with_now", "buurtpreventie.database.WebRoleMiddleware"]
    settings.NOW = now
    client.raise_request_exception = False
    return client


def with_now(get_response):
    def middleware(request):
        request.now = settings.NOW
        return get_response(request)

    return middleware


@pytest.mark.django_db
def test_the_web_role_reads_and_writes_every_table_but_those_of_history_and_migrations():
    with connection.cursor() as cursor:
        cursor.execute(CONTENT_TABLES)
        rights = {name: tuple(may) for name, *may in cursor.fetchall()}

    assert rights.pop("django_migrations") == NOTHING
    assert rights.pop("audit_logregel") == APPEND_ONLY
    assert {name for name, may in rights.items() if may == READ_AND_WRITE} >= {
        "outbox_bericht",
        "django_session",
        "django_content_type",
        "auth_permission",
    }
    # whatever else an app withholds, every table can be read
    assert {name for name, may in rights.items() if not may[0]} == set()


@pytest.mark.django_db
def test_giving_the_rights_again_gives_back_nothing_that_was_taken_away():
    with connection.schema_editor() as editor:
        for operation in CREATE_WEB_ROLE:
            operation.database_forwards("audit", editor, None, None)

    test_the_web_role_reads_and_writes_every_table_but_those_of_history_and_migrations()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE outbox_bericht DISABLE TRIGGER ALL",
        "DROP TABLE outbox_bericht",
        "CREATE TABLE van_web (id int)",
        "TRUNCATE audit_logregel",
        "SELECT * FROM django_migrations",
    ],
)
def test_the_web_role_cannot_change_the_house(statement):
    with (
        pytest.raises(DatabaseError, match="permission denied|must be owner"),
        web_transaction(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_the_role_ends_with_the_transaction():
    owner = role()
    with web_transaction():
        assert role() == "web"
    assert role() == owner


@pytest.mark.django_db
def test_inside_a_transaction_the_earlier_role_comes_back():
    owner = role()
    with web_transaction():
        with web_transaction():
            assert role() == "web"
        assert role() == "web"
    assert role() == owner


@pytest.mark.django_db
def test_an_error_undoes_the_block_and_the_role(now):
    owner = role()
    with pytest.raises(ZeroDivisionError), web_transaction():
        beat("tik", now)
        raise ZeroDivisionError
    with pytest.raises(DatabaseError), web_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    with web_transaction():
        transaction.set_rollback(True)

    assert role() == owner
    assert not Hartslag.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("url", "status", "kept"), [("/200", 200, 1), ("/404", 404, 1), ("/503", 503, 0)])
def test_a_page_is_one_transaction_as_web_and_a_server_error_undoes_it(site, url, status, kept):
    owner = role()
    response = site.get(url)

    assert (response.status_code, response.content) == (status, b"web")
    assert Hartslag.objects.filter(naam="web").count() == kept
    assert role() == owner


@pytest.mark.django_db(transaction=True)
def test_a_view_that_fails_leaves_nothing(site):
    assert site.get("/fails").status_code == 500
    assert not Hartslag.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_view_that_refuses_by_an_exception_leaves_nothing_and_still_gets_its_page(site, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)

    response = site.get("/forbidden")

    assert (response.status_code, response.content) == (403, b"web")
    assert not Hartslag.objects.exists()
