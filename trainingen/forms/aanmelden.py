"""Who comes: is what somebody says about it sound?"""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import Keuze, NldsForm
from buurtpreventie.ui.layout import Knop, Meer
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
    knop_vol = _("Zet mij op de wachtlijst")
    toont_optioneel = False

    team = forms.ModelChoiceField(
        label=_("Met welk team komt u?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    onderwerpen = forms.MultipleChoiceField(
        label=_("Kies onderwerpen"),
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
    """Members by tick, folded per team when there are several; ``leden`` are memberships of who may be put on."""

    knop = _("Zet op de lijst")
    toont_optioneel = False

    def __init__(self, *args, leden, **kwargs):
        super().__init__(*args, **kwargs)
        self.leden = {str(lid.pk): lid for lid in leden}
        self.teams = {}
        for lid in leden:
            self.teams.setdefault(f"leden_{lid.team_id}", (lid.team.naam, []))[1].append(lid)
        for name, (_team, members) in self.teams.items():
            self.fields[name] = self._field(members)

    def _field(self, members):
        return forms.MultipleChoiceField(
            label=_("Wie komt er?"),
            choices=[(str(lid.pk), label_of_member(lid)) for lid in members],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def get_layout(self):
        """One team stands open; of several each is folded under its name."""
        if len(self.teams) == 1:
            return Layout(*self.teams)
        return Layout(*(Meer(name, titel=team) for name, (team, _members) in self.teams.items()))

    def clean(self):
        """The ticked memberships, in the order of the page."""
        cleaned = super().clean()
        chosen = [self.leden[pk] for name in self.teams for pk in cleaned.get(name, [])]
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Zet een vinkje bij wie er komt."))
        return {"leden": chosen}


def label_of_member(lid):
    """The name, and how who has no mail hears of it."""
    return Keuze(lid.gebruiker.naam, uitleg="" if lid.gebruiker.email else str(_("Geen e-mail: vertel het zelf.")))


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

    def __init__(self, *args, eerste=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.eerste = eerste

    def buttons(self):
        """Secondary below the question whom to invite: one primary button on a page."""
        yield Knop(self.knop, stijl="primary" if self.eerste else "secondary")


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
