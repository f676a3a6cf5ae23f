"""Who comes: is what somebody says about it sound?"""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.layout import Meer
from trainingen.models import Onderwerp

WISH_LENGTH = 300


class TikForm(NldsForm):
    """One tap: the button says it all; and to which page it leads back."""

    terug = forms.ChoiceField(
        choices=[("training", ""), ("sessie", ""), ("gasten", ""), ("team", "")],
        required=False,
        widget=forms.HiddenInput,
    )


class AanmeldForm(NldsForm):
    """I come; with what I want to learn, for who wants to say so. Who may come with several teams says which."""

    knop = _("Ik kom")
    toont_optioneel = False

    team = forms.ModelChoiceField(
        label=_("Met welk team komt u?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    onderwerpen = forms.MultipleChoiceField(
        label=_("Wat wilt u leren?"),
        help_text=_("De trainer gebruikt dit bij de voorbereiding."),
        choices=Onderwerp.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tekst = forms.CharField(
        label=_("In uw eigen woorden"),
        help_text=_("Noem geen namen of adressen."),
        max_length=WISH_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.only = teams[0] if len(teams) == 1 else None
        if self.only:
            del self.fields["team"]

    def get_layout(self):
        """The question nobody has to answer is folded."""
        team = [] if self.only else ["team"]
        return Layout(*team, Meer("onderwerpen", "tekst", titel=_("Wat wilt u leren? (niet verplicht)")))

    def clean(self):
        """As the action takes it: the team, and pairs of a topic and words."""
        cleaned = super().clean()
        wensen = as_wishes(cleaned.get("onderwerpen", []), cleaned.get("tekst", ""))
        return {"team": self.only or cleaned.get("team"), "wensen": wensen}


def as_wishes(onderwerpen, tekst):
    """Ticked topics and words as pairs; words stand with "something else"."""
    wensen = [(onderwerp, "") for onderwerp in onderwerpen if onderwerp != Onderwerp.ANDERS or not tekst]
    return wensen + ([(Onderwerp.ANDERS, tekst)] if tekst else [])


class LedenForm(NldsForm):
    """Members of teams, by tick; ``leden`` are memberships of who is not on the list yet."""

    knop = _("Zet op de lijst")
    toont_optioneel = False

    leden = forms.ModelMultipleChoiceField(
        label=_("Wie komt er?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Zet een vinkje bij wie er komt.")},
    )

    def __init__(self, *args, leden, met_team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leden"].queryset = leden
        self.fields["leden"].label_from_instance = lambda lid: label_of_member(lid, met_team)


def label_of_member(lid, met_team):
    """The name; of several teams also which, and how who has no mail hears of it."""
    says = [lid.team.naam] if met_team else []
    if not lid.gebruiker.email:
        says.append(str(_("Geen e-mail: vertel het zelf.")))
    return Keuze(lid.gebruiker.naam, uitleg=" · ".join(says))


class GastForm(NldsForm):
    """A guest: a name is enough."""

    knop = _("Zet op de lijst")

    naam = forms.CharField(label=_("Naam"), max_length=120)
    van = forms.CharField(label=_("Van welke organisatie of buurt?"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mailadres"),
        help_text=_("Alleen voor mail over deze avond. Zonder adres belt u de gast zelf."),
        required=False,
    )


class PartnersForm(NldsForm):
    """People of partners to ask, by tick."""

    knop = _("Nodig uit")
    toont_optioneel = False

    contacten = forms.ModelMultipleChoiceField(
        label=_("Wie nodigt u uit?"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Zet een vinkje bij wie u uitnodigt.")},
    )

    def __init__(self, *args, contacten, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contacten"].queryset = contacten
        self.fields["contacten"].label_from_instance = label_of_contact


def label_of_contact(contact):
    """The name, of which partner, and that who has no address is rung."""
    says = [contact.partner.naam]
    if not contact.email:
        says.append(_("Geen e-mail: bel %(nummer)s.") % {"nummer": contact.telefoon or contact.partner.telefoon})
    return Keuze(contact.naam, uitleg=" · ".join(says))
