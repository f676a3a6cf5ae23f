"""Pages that several kinds have in common: danger first, roughly what, exactly what, and the check."""

from itertools import groupby

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.layout import Groep, Knop, Meer, Rij, Vraag
from meldingen.forms.pages import JA, NEE, WHOM, PaginaForm, namens_fields
from meldingen.forms.photos import FotoControleMixin
from meldingen.permissions import ways_to_hear

GEBELD = "gebeld"


class GevaarForm(PaginaForm):
    """Step 1: nothing is asked before everybody is safe."""

    kop = _("Is iedereen veilig?")
    tweede_knop = None
    bel112 = {"kop": "", "tekst": ""}  # in the words of the partial
    nu_gevaar = forms.ChoiceField(
        label=_("Is er nu gevaar?"),
        help_text=_("Bijvoorbeeld brand, geweld, een inbraak of iemand die nu hulp nodig heeft."),
        choices=[(JA, _("Ja, of ik twijfel")), (NEE, _("Nee, er is nu geen gevaar")), (GEBELD, _("Ik heb gebeld"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies of er nu gevaar is.")},
    )

    def set_up(self, invulling):
        """Who has called comes from the page that says to call."""
        field = self.fields["nu_gevaar"]
        field.widget.choices = field.choices[:2]

    @property
    def is_danger_now(self):
        return self.cleaned_data.get("nu_gevaar") == JA


class GebeldForm(NldsForm):
    """Under the only button of the danger page."""

    knop = _("Gebeld? Ga verder")
    nu_gevaar = forms.CharField(widget=forms.HiddenInput, initial=GEBELD)
    sleutel = forms.CharField(widget=forms.HiddenInput, required=False)


class GroepForm(PaginaForm):
    """Roughly about what; a group of one category is a choice made."""

    kiest_categorie = vraagt_namens = True
    kop = _("Waar gaat het over?")
    groep = forms.ChoiceField(
        label=_("Wat past het best?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het best past. Weet u het niet? Kies dan het bovenste antwoord.")},
    )

    def set_up(self, invulling):
        self.fields["groep"].choices = [(groep, groep) for groep in invulling.groepen]
        self.fields = namens_fields(invulling) | self.fields

    def get_layout(self):
        """The rest in the order of the fields."""
        return Layout(*whom_layout(self)) if for_whom(self) else super().get_layout()

    def clean(self):
        """The category, when the group leaves no choice."""
        in_groep = self.invulling.categorieen_in(self.cleaned_data.get("groep"))
        if len(in_groep) == 1:
            self.cleaned_data["categorie"] = in_groep[0]
        return self.cleaned_data


class CategorieForm(PaginaForm):
    """What it is about, with what to look for."""

    kiest_categorie = True
    categorie = forms.ChoiceField(
        label=_("Wat merkt u precies?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het best past. Weet u het niet? Kies dan het bovenste antwoord.")},
    )
    kop = _("Wat merkt u precies?")
    vraag_is_kop = True
    layout = Layout(Vraag("categorie"))

    def set_up(self, invulling):
        self.fields["categorie"].choices = [
            (categorie.code, Keuze(categorie.naam, uitleg=categorie.voorbeelden))
            for categorie in invulling.to_choose_from
        ]

    def clean_categorie(self):
        return self.invulling.by_code(self.cleaned_data["categorie"])


class SoortForm(PaginaForm):
    """For kinds of one page: what it is, out of a list under the names of its groups."""

    kiest_categorie = vraagt_namens = True
    categorie = forms.ChoiceField(
        label=_("Wat is er aan de hand?"), error_messages={"required": _("Kies wat er aan de hand is.")}
    )

    def set_up(self, invulling):
        self.fields["categorie"].choices = [("", _("Kies wat het best past")), *grouped(invulling.categorieen)]
        self.fields = namens_fields(invulling) | self.fields

    def clean_categorie(self):
        return self.invulling.by_code(self.cleaned_data["categorie"])


def grouped(categorieen):
    """Choices under the names of their groups; a group of one stands by itself."""
    for groep, rows in groupby(categorieen, key=lambda categorie: categorie.groep):
        choices = [(categorie.code, categorie.naam) for categorie in rows]
        if len(choices) > 1:
            yield groep, choices
        else:
            code, naam = choices[0]
            yield code, naam if naam == groep else f"{groep}: {naam.lower()}"


def for_whom(form):
    """The names of the fields about on whose behalf, where they are asked."""
    return [name for name in WHOM if name in form.fields]


def whom_layout(form):
    """For whom, and closed until it is needed: the number of a card, and somebody who is not known yet."""
    names = for_whom(form)
    rare = [name for name in names if name not in ("namens", "ingang")]
    return [*names[:2], Meer(*rare, titel=_("Meldkaart of nieuwe melder"))] if rare else names


def place_group():
    """The place as one group of questions."""
    street = Rij("straat", Field("huisnummer", wrapper_class="kort"))
    return Groep(_("Waar is het?"), "buurt", street, "plek")


class HorenMixin:
    """Asks how one wants to hear what happens."""

    def set_ways_to_hear(self, melder, *, in_team):
        """Only roads that exist; the one this person usually wants first."""
        ways = ways_to_hear(melder, in_team=in_team)
        explained = {
            AntwoordVia.MAIL: _("U krijgt een mail als er een antwoord is."),
            AntwoordVia.APP: _("U kijkt zelf bij Mijn meldingen."),
            AntwoordVia.TELEFOON: melder.telefoon,
            AntwoordVia.COORDINATOR: _("Uw coördinator weet dan dat u een melding deed."),
        }
        field = self.fields["antwoord_via"]
        field.choices = [(way.value, Keuze(way.label, uitleg=explained[way])) for way in ways]
        field.initial = melder.antwoord_via if melder.antwoord_via in ways else None


class ControleForm(FotoControleMixin, PaginaForm):
    """The last page: reads again and sends."""

    kop = _("Klopt het zo?")
    knop = _("Melding versturen")
    bewaard = forms.CharField(required=False, widget=forms.HiddenInput)

    def set_up(self, invulling):
        self.fields["bewaard"].initial = invulling.version
        self.ask_photos(invulling)

    def clean_bewaard(self):
        """The page shows what is sent: a draft that changed in another window is read again."""
        if self.cleaned_data["bewaard"] != self.invulling.version:
            self.data[self.add_prefix("bewaard")] = self.invulling.version  # the page that comes back shows the new one
            self.status = 409
            raise forms.ValidationError(
                _("U hebt deze melding in een ander venster veranderd. Lees hem nog eens na en verstuur hem dan.")
            )
        return self.cleaned_data["bewaard"]

    def clean(self):
        """What is sent is not this page but the whole draft."""
        return self.invulling.facts()


class WegForm(NldsForm):
    """Throws a draft away."""

    def buttons(self):
        """One, and it looks like what it does."""
        yield Knop(_("Gooi weg"), stijl="primary nl-button--negative")


class ErbijForm(NldsForm):
    """Another kind that fits as well."""

    soort = forms.ChoiceField(
        label=_("Wat wilt u nog meer doorgeven?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat u nog meer wilt doorgeven.")},
    )

    def __init__(self, *args, soorten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["soort"].choices = [(soort.value, soort.label) for soort in soorten]

    def buttons(self):
        """What one came for is done already: no primary button."""
        yield Knop(_("Maak er een melding bij"), stijl="secondary")
