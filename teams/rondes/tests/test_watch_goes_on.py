"""One round that nobody can mail about holds up no other."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from buurtpreventie.outbox.models import Bericht, Hartslag
from teams.rondes.actions import watch
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db


def late_round(team, now):
    """Out for three hours, and an hour and a half late; who leads the team walks, so that the coordinator hears too."""
    ronde = RondeFactory(team=team, bezig=True, op=now - timedelta(hours=3))
    DeelnameFactory(ronde=ronde, liep_mee=True)
    LidmaatschapFactory(team=team, rol="coordinator")
    return ronde


def test_a_name_that_is_no_subject_of_a_mail_stops_no_other_round(caplog):
    now = timezone.now()
    broken = late_round(TeamFactory(naam="Team\nBcc: iedereen@example.nl"), now)
    fine = late_round(TeamFactory(), now)
    with pytest.raises(ValueError, match="A subject is one line"):
        watch(now)
    assert set(Bericht.objects.values_list("bron", flat=True)) == {fine.bron}
    assert f"Round {broken.pk} could not be looked after" in caplog.text
    assert not Hartslag.objects.filter(naam="rondes").exists()


def test_a_clock_without_a_broker_sends_what_is_ready_whatever_else_is_wrong():
    now = timezone.now()
    late_round(TeamFactory(naam="Team\nBcc: iedereen@example.nl"), now)
    fine = late_round(TeamFactory(), now)
    with pytest.raises(ValueError, match="A subject is one line"):
        call_command("tik")
    assert set(Bericht.objects.filter(bron=fine.bron).values_list("stand", flat=True)) == {"verzonden"}
    assert Hartslag.objects.filter(naam="herinneringen").exists()  # the other clocks rang as well
