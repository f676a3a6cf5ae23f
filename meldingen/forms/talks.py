"""To be called back, to have called, to look again in two weeks: never what it is about, but in a note of one's own."""

from uuid import UUID, uuid4, uuid5

from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.forms import TelefoonField
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.forms import FilterForm, NldsForm
from buurtpreventie.ui.layout import Knop, Meer
from meldingen.forms.pages import PersoonField
from meldingen.models import EvenAanzien, Melding, Overleg
from teams.models import Buurt, Lidmaatschap, Soort
from teams.rollen import rollen_van

Aanleiding = Overleg.Aanleiding
SOORT_OF = {Aanleiding.BURENHULP: Soort.BURENHULP, Aanleiding.RONDE: Soort.WIJKVEILIGHEID}
ONLY_FOR_ONESELF = {Aanleiding.NAZORG, Aanleiding.NIET_VASTGELEGD}


def as_key(text):
    """The key that a page gave its form; a new one when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


class AanleidingForm(FilterForm):
    """What a link says of why somebody wants to talk; what means nothing is left out."""

    aanleiding = forms.ChoiceField(choices=Aanleiding.choices)
    soort = forms.ChoiceField(choices=Soort.choices)
    melding = forms.CharField(max_length=9)


class OverlegForm(NldsForm):
    """On which number and when; there is no field for what it is about."""

    knop = _("Bel mij terug")
    aanleiding = forms.ChoiceField(choices=Aanleiding.choices, widget=forms.HiddenInput, initial=Aanleiding.TWIJFEL)
    soort = forms.ChoiceField(choices=Soort.choices, widget=forms.HiddenInput, required=False)
    melding = forms.CharField(max_length=9, widget=forms.HiddenInput, required=False)
    sleutel = forms.CharField(widget=forms.HiddenInput, required=False)
    telefoon = TelefoonField(label=_("Op welk nummer kunnen wij bellen?"), required=False)
    bereikbaar = forms.CharField(
        label=_("Wanneer kunnen wij u bellen?"),
        help_text=_("Bijvoorbeeld: na 10.00 uur, of niet op woensdag."),
        max_length=100,
        required=False,
    )
    toont_optioneel = False
    altijd_optioneel = ("bereikbaar",)

    def __init__(self, user, gemeente, *args, aanleiding=Aanleiding.TWIJFEL, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.gemeente = user, gemeente
        self.fields["sleutel"].initial = str(uuid4())
        self.fields["telefoon"].initial = user.telefoon
        people = people_for_talks(user, gemeente)
        if aanleiding not in ONLY_FOR_ONESELF and people:
            self.fields["namens"] = PersoonField(
                label=_("Voor wie vraagt u dit?"),
                help_text=_("Vraagt u het voor een ander? Vul dan ook het nummer van die ander in."),
                queryset=people,
                empty_label=_("Voor mijzelf"),
                required=False,
            )

    def get_layout(self):
        """For whom stands first, where one may ask it for another."""
        hidden = ["aanleiding", "soort", "melding", "sleutel"]
        return Layout(*(["namens"] if "namens" in self.fields else []), "telefoon", "bereikbaar", *hidden)

    def clean(self):
        """What the action needs to know; the number of another person is not one's own by accident."""
        said = self.cleaned_data
        wie = said.get("namens") or self.user
        telefoon = said.get("telefoon", "")
        if wie != self.user and telefoon in ("", self.user.telefoon):
            telefoon = wie.telefoon
        if not telefoon and "telefoon" not in self.errors:
            self.add_error("telefoon", _("Vul een telefoonnummer in. Dan kunnen wij bellen."))
        if self.errors:
            return said
        melding = self._melding(said)
        return {
            "gemeente": self.gemeente,
            "wie": wie,
            "soort": melding.soort if melding else said["soort"] or SOORT_OF.get(said["aanleiding"], Soort.NIET_PLUIS),
            "aanleiding": said["aanleiding"],
            "telefoon": telefoon,
            "bereikbaar": said["bereikbaar"],
            "sleutel": key_of_nazorg(melding) if melding else as_key(said["sleutel"]),
        }

    def _melding(self, said):
        """The own melding after which somebody wants to talk; any other is nothing."""
        if said["aanleiding"] != Aanleiding.NAZORG or not said["melding"]:
            return None
        mine = Melding.objects.visible_to(self.user).filter(melder=self.user, gemeente=self.gemeente)
        return mine.select_related("categorie").filter(nummer=said["melding"]).first()


def key_of_nazorg(melding):
    """The key of the one talk after this melding: it is offered once, and two presses are one."""
    return uuid5(melding.concept_id, Aanleiding.NAZORG)


def people_for_talks(user, gemeente):
    """For whom one may ask to be called: members of the teams one leads, for the meldpunt all of the gemeente."""
    rollen, today = rollen_van(user), timezone.localdate()
    if not (rollen.coordineert or rollen.meldpunt):
        return Gebruiker.objects.none()
    members = (
        Lidmaatschap.objects.visible_to(user)
        .current(today)
        .filter(Q(team__in=rollen.coordineert) | Q(team__gemeente__in=rollen.meldpunt_gemeenten))
        .filter(team__gemeente=gemeente)
    )
    rows = Gebruiker.objects.filter(pk__in=members.values("gebruiker"), is_active=True)
    return rows.exclude(pk=user.pk).order_by("naam")


class OnderwerpCodeForm(NldsForm):
    """Only the category of a page that was sent."""

    categorie = forms.CharField(max_length=6)


class BelmomentForm(NldsForm):
    """Under the numbers of something of which nothing is kept."""

    knop = _("Ik heb gebeld")
    soort = forms.ChoiceField(choices=Soort.choices, widget=forms.HiddenInput)
    eenmalig = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)


class EvenAanzienForm(NldsForm):
    """Ask me in two weeks; a note is only for one's own memory."""

    knop = _("Vraag het mij over 2 weken")
    sleutel = forms.CharField(widget=forms.HiddenInput, required=False)
    buurt = forms.ModelChoiceField(Buurt.objects.none(), label=_("In welke buurt?"), required=False)
    notitie = forms.CharField(
        label=_("Wat wilt u onthouden?"),
        help_text=_("Schrijf geen namen op. Alleen u kunt dit lezen. Over 2 weken gooien wij het weg."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    layout = Layout(Meer("notitie", "buurt", titel=_("Iets opschrijven voor uzelf")), "sleutel")

    def __init__(self, user, gemeente, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sleutel"].initial = str(uuid4())
        buurten = Buurt.objects.visible_to(user).filter(gemeente=gemeente)
        self.fields["buurt"].queryset = buurten
        self.fields["buurt"].empty_label = _("Kies een buurt")

    def clean_sleutel(self):
        return as_key(self.cleaned_data["sleutel"])


class HoeIsHetForm(NldsForm):
    """One tap."""

    uitkomst = forms.ChoiceField(
        choices=[choice for choice in EvenAanzien.Uitkomst.choices if choice[0] != EvenAanzien.Uitkomst.WEG],
        widget=forms.HiddenInput,
    )
    layout = Layout()

    @cached_property
    def helper(self):
        """The answer is the button itself: no field is drawn."""
        helper = super().helper
        helper.render_unmentioned_fields = False
        return helper

    def buttons(self):
        """The answer that most people hope to give goes first; all three weigh the same."""
        for value, label in self.fields["uitkomst"].choices:
            yield Knop(label, naam="uitkomst", waarde=value, stijl="secondary")
