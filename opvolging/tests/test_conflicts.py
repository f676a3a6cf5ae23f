"""Two people change the same settings at once: no update is lost, also when both pass the page (veiligheid 19)."""

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from teams.actions import switch_kinds
from teams.rondes.actions import change_rooster, change_route, set_safety_net
from teams.rondes.models import TeamInstelling
from teams.rondes.planning import route_in_words
from teams.rondes.tests.factories import RoosterFactory, RouteFactory
from teams.tests.factories import GebruikerFactory, TeamFactory
from teams.wijzigingen import words_of

pytestmark = pytest.mark.django_db
FACTS = ("weekdag", "van_tijd", "tot_tijd", "elke_weken", "route", "van", "tot", "ook_op_feestdagen")
NET = {"bewaking": True, "coordinator_bellen": False, "piket_bellen": False}


def test_kinds_of_a_team_are_not_switched_on_top_of_a_colleague():
    team, who = TeamFactory(soorten=["wijkveiligheid"]), {"actor": GebruikerFactory(), "now": timezone.now()}
    read = fingerprint(words_of(team, ["soorten"]))
    switch_kinds(team, soorten=["openbare_ruimte"], gelezen=read, **who)

    with pytest.raises(RefusedAction, match="Een collega"):
        switch_kinds(team, soorten=["hartveilig"], gelezen=read, **who)

    team.refresh_from_db()
    assert team.soorten == ["openbare_ruimte"]


def test_the_safety_net_is_not_switched_on_top_of_a_colleague():
    team, who = TeamFactory(), {"actor": GebruikerFactory(), "now": timezone.now()}
    read = fingerprint(words_of(TeamInstelling(team=team), NET))
    set_safety_net(team, **NET, gelezen=read, **who)

    with pytest.raises(RefusedAction, match="Een collega"):
        set_safety_net(team, **NET | {"bewaking": False}, gelezen=read, **who)

    assert TeamInstelling.objects.get(team=team).bewaking


def test_a_pattern_is_not_changed_on_top_of_a_colleague():
    rooster, who = RoosterFactory(), {"actor": GebruikerFactory(), "now": timezone.now()}
    rooster.refresh_from_db()
    read, facts = fingerprint(words_of(rooster, FACTS)), {name: getattr(rooster, name) for name in FACTS}
    change_rooster(rooster, **facts | {"elke_weken": 2}, gelezen=read, **who)

    with pytest.raises(RefusedAction, match="Een collega"):
        change_rooster(rooster, **facts | {"elke_weken": 3}, gelezen=read, **who)

    rooster.refresh_from_db()
    assert rooster.elke_weken == 2


def test_a_route_is_not_changed_on_top_of_a_colleague():
    route, who = RouteFactory(), {"actor": GebruikerFactory(), "now": timezone.now()}
    straten = [part.straat for part in route.delen.all()]
    read = fingerprint(route_in_words(route))
    changed = change_route(route, naam="Langs het water", straten=straten, buiten_mag=True, gelezen=read, **who)

    with pytest.raises(RefusedAction, match="Een collega"):
        change_route(changed, naam="Door het park", straten=straten, buiten_mag=True, gelezen=read, **who)

    changed.refresh_from_db()
    assert changed.naam == "Langs het water"
