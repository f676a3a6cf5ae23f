"""Runs inside a stack: time passes for a round that is out."""

import json
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from teams.models import Gemeente
from teams.rondes.models import Deelname, Ronde


def time_passes(slug):
    """The round of the team should have been home 25 minutes ago."""
    ronde = Ronde.objects.get(team=Gemeente.objects.get(slug=slug).teams.get(), stand="bezig")
    now = timezone.now()
    begin, einde = now - timedelta(hours=2), now - timedelta(minutes=25)
    Ronde.objects.filter(pk=ronde.pk).update(begin=begin, verwacht_einde=einde)
    Deelname.objects.filter(ronde=ronde, stand="liep_mee").update(tijdvak=(begin, None))


def start_page(slug):
    """Print where the team starts a round that nobody planned."""
    print(json.dumps(reverse("rondes:start", args=[Gemeente.objects.get(slug=slug).teams.get().pk])))
