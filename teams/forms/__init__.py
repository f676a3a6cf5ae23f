"""Is the input about people and about the settings of a gemeente sound?"""

from teams.forms.kinds import SoortenForm
from teams.forms.people import EindeForm, LidForm, MedewerkerForm, PetForm

__all__ = ["EindeForm", "LidForm", "MedewerkerForm", "PetForm", "SoortenForm"]
