"""Is the input about people sound?"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.forms import ReachableMixin, TelefoonField
from buurtpreventie.accounts.models import WITHOUT_MAIL, AntwoordVia
from buurtpreventie.ui.forms import Keuze, NldsForm
from teams.models import GEMEENTE_ROLLEN, Aanstelling, Lidmaatschap, Niveau, Soort

LEVELS = [
    (Niveau.V0.value, Keuze(_("Open meldingen"), uitleg=_("Bijvoorbeeld over straat en groen."))),
    (Niveau.V1.value, Keuze(_("Ook meldingen voor team en meldpunt"))),
    (Niveau.V2.value, Keuze(_("Ook vertrouwelijke meldingen"), uitleg=_("Bijvoorbeeld zorgen om iemand."))),
    (Niveau.V3.value, Keuze(_("Ook strikt vertrouwelijke meldingen"))),
]
EMAIL = forms.EmailInput(attrs={"autocomplete": "off"})


def name_field(**kwargs):
    """The name of somebody else: the browser has no business filling it in."""
    return forms.CharField(
        label=_("Naam"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs
    )


class LidForm(ReachableMixin, NldsForm):
    """A new member of a team."""

    knop = _("Lid toevoegen")
    naam = name_field()
    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        max_length=254,
        widget=EMAIL,
        help_text=_("Deze persoon krijgt een mail met een link. Geen e-mailadres? Dan kan iemand niet inloggen."),
    )
    telefoon = TelefoonField(required=False, autofill="off")
    rol = forms.ChoiceField(label=_("Rol in het team"), choices=Lidmaatschap.Rol.choices, widget=forms.RadioSelect)
    antwoord_via = forms.ChoiceField(
        label=_("Hoe krijgt deze persoon antwoord?"), choices=AntwoordVia.choices, widget=forms.RadioSelect
    )
    woont_in_buurt = forms.BooleanField(label=_("Woont in de buurt van het team"), required=False)

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("antwoord_via")
        if chosen and not cleaned.get("email") and "email" not in self.errors and chosen not in WITHOUT_MAIL:
            self.add_error("antwoord_via", _("Er is geen e-mailadres. Kies “Bel mij” of “Via mijn coördinator”."))
        return cleaned


class MedewerkerForm(NldsForm):
    """A role at the gemeente."""

    knop = _("Rol geven")
    naam = name_field(help_text=_("Kennen wij dit e-mailadres al? Dan blijft de naam zoals die is."))
    email = forms.EmailField(label=_("E-mailadres"), max_length=254, widget=EMAIL)
    telefoon = TelefoonField(required=False, autofill="off")
    rol = forms.ChoiceField(
        label=_("Rol"), choices=[(rol.value, rol.label) for rol in GEMEENTE_ROLLEN], widget=forms.RadioSelect
    )
    soorten = forms.MultipleChoiceField(
        label=_("Welke meldingen leest deze persoon?"),
        help_text=_("Alleen voor het meldpunt."),
        choices=Soort.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hoogste_niveau = forms.TypedChoiceField(
        label=_("Hoe vertrouwelijk mogen die meldingen zijn?"),
        help_text=_("Alleen voor het meldpunt."),
        choices=LEVELS,
        coerce=int,
        empty_value=Niveau.V0.value,
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self):
        cleaned = super().clean()
        is_meldpunt = cleaned.get("rol") == Aanstelling.Rol.MELDPUNT
        if is_meldpunt and not cleaned.get("soorten") and "soorten" not in self.errors:
            self.add_error("soorten", _("Kies ten minste één soort. Anders ziet deze persoon niets."))
        return cleaned


class EindeForm(NldsForm):
    """From when a role is over."""

    knop = _("Rol stoppen")
    tot = forms.DateField(
        label=_("Vanaf welke dag stopt deze rol?"),
        help_text=_("Vanaf deze dag kan deze persoon er niets meer mee zien of doen."),
        initial=timezone.localdate,
        widget=forms.DateInput,
    )


class PetForm(NldsForm):
    """Which of one's own hats?"""

    pet = forms.ChoiceField(label=_("Wat wilt u doen?"), widget=forms.RadioSelect)

    def __init__(self, *args, keuzes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pet"].choices = keuzes
