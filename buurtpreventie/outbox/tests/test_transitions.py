"""What the database itself refuses, whoever asks."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from buurtpreventie.outbox.models import TRANSITIONS, Bericht, Stand

pytestmark = pytest.mark.django_db

FORBIDDEN = [(old, new) for old in Stand for new in Stand if new != old and new not in TRANSITIONS[old]]
TO_GET_THERE = {
    Stand.KLAAR: [],
    Stand.GECLAIMD: ["geclaimd"],
    Stand.OP_DE_LIJN: ["geclaimd", "op_de_lijn"],
    Stand.VERZONDEN: ["geclaimd", "op_de_lijn", "verzonden"],
    Stand.ONZEKER: ["geclaimd", "op_de_lijn", "onzeker"],
    Stand.DOOD: ["geclaimd", "dood"],
    Stand.VERVALLEN: ["vervallen"],
}


def move(bericht, stand):
    """Set a stand by raw SQL, with the columns that belong to it."""
    on_its_way = stand in {"geclaimd", "op_de_lijn"}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_bericht SET stand = %s, lease = %s, lease_tot = %s, verzonden_op = %s WHERE id = %s",
            [
                str(stand),
                uuid.uuid4() if on_its_way else None,
                bericht.gemaakt_op if on_its_way else None,
                bericht.gemaakt_op if stand == "verzonden" else None,
                bericht.pk,
            ],
        )


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_a_step_that_is_not_in_the_table_is_refused(queued, old, new):
    bericht = queued()
    for stand in TO_GET_THERE[old]:
        move(bericht, stand)

    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        move(bericht, new)
    assert Bericht.objects.get().stand == old


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, news in TRANSITIONS.items() for new in sorted(news)])
def test_a_step_that_is_in_the_table_is_possible(queued, old, new):
    bericht = queued()
    for stand in [*TO_GET_THERE[old], new]:
        move(bericht, stand)

    assert Bericht.objects.get().stand == new


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("stand = 'weg'", "Invalid transition"),
        ("soort = 'reclame'", "bericht_soort"),
        ("beleid = 'altijd'", "bericht_beleid"),
        ("stand = 'geclaimd'", "bericht_lease_onderweg"),
        ("lease = gen_random_uuid(), lease_tot = now()", "bericht_lease_onderweg"),
        ("verzonden_op = now()", "bericht_verzonden_op"),
        ("stand = 'vervallen', geheim = 'k1:abc'", "bericht_geheim_weg"),
        ("aan = ''", "bericht_aan"),
        ("pogingen = 24", "bericht_pogingen"),
        ("ingetrokken = true", "bericht_ingetrokken"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(queued, change, constraint):
    queued()
    with (
        pytest.raises(DatabaseError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE outbox_bericht SET {change}")
