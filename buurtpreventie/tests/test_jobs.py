"""How jobs are rung: what was promised of Celery and of the clock, read from the settings and the sources."""

import ast

import pytest
from django.conf import settings

from buurtpreventie.celery import app
from buurtpreventie.tests.test_floors import name_of, project_files

LONGEST_DELAY_SECONDS = 60


def test_a_task_that_was_begun_is_done_again_by_another_when_its_worker_dies():
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.broker_transport_options["visibility_timeout"] == 3600


def test_the_broker_holds_no_results_and_reads_nothing_but_json():
    assert app.conf.task_ignore_result
    assert (app.conf.task_serializer, list(app.conf.accept_content)) == ("json", ["json"])


def test_a_broker_in_trouble_is_tried_once_and_for_a_second():
    assert app.conf.task_publish_retry_policy == {"max_retries": 0}
    options = app.conf.broker_transport_options
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (1, 1)


@pytest.mark.parametrize("name", sorted(app.conf.beat_schedule))
def test_what_the_clock_rings_expires_before_it_rings_again_and_never_rings_between_two_and_three(name):
    entry = app.conf.beat_schedule[name]
    rings = entry["schedule"]
    every_minute = len(rings.minute) == 60

    assert 0 < entry["options"]["expires"] <= (60 if every_minute else 3600)
    assert every_minute or 2 not in rings.hour
    assert str(app.timezone) == settings.TIME_ZONE == "Europe/Amsterdam"


def test_no_task_is_sent_with_an_eta_or_a_long_countdown():
    found = []
    for path in project_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg in {"eta", "countdown"}:
                short = isinstance(node.value, ast.Constant) and node.value.value <= LONGEST_DELAY_SECONDS
                found += [] if node.arg == "countdown" and short else [f"{name_of(path)}:{node.value.lineno}"]

    assert found == []
