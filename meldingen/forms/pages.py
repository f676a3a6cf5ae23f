"""What the pages of every kind share: a page of a draft, for whom one reports, and the place."""

from uuid import UUID

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.forms import TelefoonField
from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.database import beyond_rows
from buurtpreventie.ui.forms import NldsForm, SuggestieInput
from meldingen.models import Ingang, Kaart, Melding
from meldingen.permissions import can_report_for_others
from teams.models import Buurt, Lidmaatschap, Niveau, Straat, Team
from teams.rollen import rollen_van

MOST_RADIOS = 6
MOST_STREETS = 300
KEPT_LENGTH = 20_000  # of one answer in a draft; a form takes half of it
KEPT_CHOICES = 50
JA, NEE = "ja", "nee"


def page_for(user, nummer):
    """Where this person reads the melding: at the meldpunt, as the own one or as the team's; empty when nowhere."""
    rows = Melding.objects.visible_to(user).filter(nummer=nummer)
    pages = {
        "opvolging:dossier": rows.at_meldpunt_of(user),
        "opvolging:mijn_melding": rows.reported_by(user),
        "opvolging:team_melding": rows.of_teams(user),
    }
    return next((reverse(name, args=[nummer]) for name, found in pages.items() if found.exists()), "")


class PaginaForm(NldsForm):
    """One page of a draft; ``invulling`` knows the answers of the pages before it."""

    tweede_knop = ("later", _("Bewaar voor later"))
    kop = inleiding = ""
    vraag_is_kop = False
    kiest_categorie = vraagt_namens = False  # what this page decides
    toont_tip = False
    bel112 = None  # heading and text of a large "Bel 112" on top
    al_ingevoerd = ""  # the page of the melding of a card that was entered before

    def __init__(self, *args, invulling, **kwargs):
        super().__init__(*args, **kwargs)
        self.invulling = invulling
        if invulling.concept._state.adding:
            self.fields["sleutel"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=invulling.concept.pk
            )
        self.set_up(invulling)

    def clean_sleutel(self):
        """The key that the draft will have, so that a page sent twice makes one draft; None when it is no key."""
        try:
            return UUID(self.cleaned_data["sleutel"])
        except ValueError:
            return None

    def clean_kaart(self):
        """1234-5678, however it was typed; a card that we printed, and that nobody entered yet."""
        digits = "".join(sign for sign in self.cleaned_data["kaart"] if sign in "0123456789")
        if not digits:
            return ""
        nummer, concept = f"{digits[:4]}-{digits[4:]}", self.invulling.concept
        cards = Kaart.objects.visible_to(concept.eigenaar).filter(gemeente=concept.gemeente, nummer=nummer)
        with beyond_rows():  # a card may be that of a melding which this person may not see
            card = cards.select_related("melding").first()
        if card is None:
            raise forms.ValidationError(_("Dit nummer kennen wij niet. Kijk goed op de kaart."))
        if card.melding_id and card.melding.concept_id != concept.pk:
            self.al_ingevoerd = page_for(concept.eigenaar, nummer)
            words = _("Deze kaart is al ingevoerd. Het nummer is %(n)s.")
            ask = _("Deze kaart is al ingevoerd. Vraag het meldpunt naar nummer %(n)s.")
            raise forms.ValidationError(words if self.al_ingevoerd else ask, params={"n": nummer})
        return nummer

    def clean_nieuw_telefoon(self):
        """Without a number nobody can bring the answer."""
        naam, telefoon = self.cleaned_data.get("nieuw_naam"), self.cleaned_data["nieuw_telefoon"]
        if naam and not telefoon:
            raise forms.ValidationError(_("Vul het telefoonnummer in. Anders kan niemand antwoord geven."))
        if telefoon and not naam:
            raise forms.ValidationError(_("Vul ook de naam van de nieuwe melder in."))
        if naam and self.cleaned_data.get("namens"):
            raise forms.ValidationError(_("Kies iemand uit de lijst, of vul een nieuwe melder in. Niet allebei."))
        return telefoon

    def set_up(self, invulling):
        """Fit the fields to who reports and to what was answered before."""

    @property
    def wants_advice_first(self):
        """The person would rather talk than report."""
        return False

    @property
    def wants_to_wait(self):
        """The person would rather look again in two weeks."""
        return False

    @property
    def is_danger_now(self):
        """Nothing goes on before 112 was called."""
        return False

    @property
    def keeps_nothing(self):
        """What was chosen is something of which nothing is kept (V4)."""
        categorie = self.cleaned_data.get("categorie")
        return categorie is not None and categorie.vertrouwelijkheid > Niveau.V3

    def answers(self):
        """All that was posted, sound or not, as a draft keeps it."""
        return {
            name: kept(field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))
            for name, field in self.fields.items()
            if name != "sleutel"
        }


def kept(value):
    """One answer, no longer than a draft needs."""
    if isinstance(value, list):
        return [kept(one) for one in value[:KEPT_CHOICES]]
    return value[:KEPT_LENGTH] if isinstance(value, str) else value


def ja_nee(label, *, ja="", nee="", **kwargs):
    """A question with two answers, which is True or False once answered."""
    return forms.TypedChoiceField(
        label=label,
        choices=[(JA, ja or _("Ja")), (NEE, nee or _("Nee"))],
        coerce=lambda answer: answer == JA,
        widget=forms.RadioSelect,
        **kwargs,
    )


def optional_choice(label, words, **kwargs):
    """A question that may stay open, answered in words that are kept as they are."""
    return forms.ChoiceField(
        label=label, choices=[("", _("Kies een antwoord")), *in_own_words(words)], required=False, **kwargs
    )


def in_own_words(words):
    """Choices whose value is what one reads."""
    return [(word, word) for word in words]


def few_or_many(count):
    """Up to six choices are radios, more is a list (gids)."""
    return forms.RadioSelect() if count <= MOST_RADIOS else forms.Select()


# --- for whom --------------------------------------------------------------------------------


class PersoonField(forms.ModelChoiceField):
    """Somebody of a team, or nobody: then one reports for oneself."""

    def label_from_instance(self, obj):
        """Called by Django."""
        return obj.naam


def namens_fields(invulling):
    """For whom one reports, and by which road it came in (E132); none for who reports only for oneself."""
    user = invulling.concept.eigenaar
    people = people_for(invulling.concept) if can_report_for_others(user) else None
    at_desk = invulling.concept.gemeente_id in rollen_van(user).meldpunt_gemeenten
    if not people and not at_desk:
        return {}
    fields = {
        "namens": PersoonField(
            label=_("Voor wie meldt u?"),
            help_text=_("Meldt u voor een ander? Dan krijgt die ander het antwoord."),
            queryset=people,
            empty_label=_("Voor mijzelf"),
            required=False,
        ),
        "ingang": forms.ChoiceField(
            label=_("Hoe kwam het bij u binnen?"),
            help_text=_("Alleen als u voor een ander meldt."),
            choices=[(way.value, way.label) for way in (Ingang.TELEFOON, Ingang.PAPIER, Ingang.BALIE)],
            initial=Ingang.TELEFOON,
            required=False,
            widget=forms.Select,
        ),
        "kaart": forms.CharField(
            label=_("Kaartnummer"),
            help_text=_("Staat het op een meldkaart? Neem dan het nummer van de kaart over."),
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        ),
    }
    return fields | (new_person_fields() if at_desk else {})


def new_person_fields():
    """Somebody who is not known yet and has no e-mail: the meldpunt rings with the answer (E067, E139)."""
    return {
        "nieuw_naam": forms.CharField(
            label=_("Naam van een nieuwe melder"),
            help_text=_("Alleen als de melder nog niet in de lijst staat."),
            required=False,
            max_length=120,
        ),
        "nieuw_telefoon": TelefoonField(label=_("Telefoonnummer van de nieuwe melder"), required=False, autofill="off"),
    }


WHOM = ("namens", "ingang", "kaart", "nieuw_naam", "nieuw_telefoon")


def people_for(concept):
    """Members of the teams one leads that have this kind; for the meldpunt everybody in a team of the gemeente.

    The meldpunt also finds who reported before without e-mail, as far as its own seats go.
    """
    rollen, today = rollen_van(concept.eigenaar), timezone.localdate()
    led = Q(team__in=rollen.coordineert, team__soorten__contains=[concept.soort])
    members = (
        Lidmaatschap.objects.visible_to(concept.eigenaar)
        .current(today)
        .filter(led | Q(team__gemeente__in=rollen.meldpunt_gemeenten), team__gemeente=concept.gemeente)
    )
    rang = Melding.objects.visible_to(concept.eigenaar).at_meldpunt_of(concept.eigenaar)
    rang = rang.filter(gemeente=concept.gemeente, melder__email__isnull=True)
    known = Q(pk__in=members.values("gebruiker")) | Q(pk__in=rang.values("melder"))
    return Gebruiker.objects.filter(known, is_active=True).exclude(pk=concept.eigenaar_id).order_by("naam")


# --- where -----------------------------------------------------------------------------------


def place_fields(invulling):
    """Buurt, straat, number and words, for this gemeente only."""
    buurten = buurten_for(invulling)
    own = [buurt.pk for buurt in buurten if buurt.is_own]
    of_round = buurten_of(invulling.ronde, buurten) if invulling.ronde else own
    return {
        "buurt": forms.ModelChoiceField(
            label=_("In welke buurt?"),
            queryset=buurten,
            widget=few_or_many(len(buurten)),
            empty_label=None if len(buurten) <= MOST_RADIOS else _("Kies een buurt"),
            initial=of_round[0] if len(of_round) == 1 else None,
            error_messages={"required": _("Kies de buurt."), "invalid_choice": _("Kies een buurt uit de lijst.")},
        ),
        "straat": forms.CharField(
            label=_("Straat"), required=False, max_length=120, widget=SuggestieInput(streets_for(invulling, own))
        ),
        "huisnummer": forms.CharField(label=_("Nummer"), required=False, max_length=20),
        "plek": forms.CharField(label=_("Of beschrijf de plek"), required=False, max_length=200),
    }


def buurten_for(invulling):
    """The buurten of this gemeente, those that the own teams walk first."""
    own = Team.buurten.through.objects.filter(buurt=OuterRef("pk"), team__in=invulling.own_teams)
    buurten = Buurt.objects.visible_to(invulling.concept.eigenaar).filter(gemeente=invulling.concept.gemeente)
    return buurten.annotate(is_own=Exists(own)).order_by("-is_own", "naam")


def buurten_of(ronde, buurten):
    """Which of these buurten the team of this round walks."""
    walked = set(Team.buurten.through.objects.filter(team=ronde.team_id).values_list("buurt", flat=True))
    return [buurt.pk for buurt in buurten if buurt.pk in walked]


def streets_for(invulling, own):
    """Names to pick from; of the own buurten only when the gemeente has too many."""
    streets = Straat.objects.visible_to(invulling.concept.eigenaar).filter(buurt__gemeente=invulling.concept.gemeente)
    names = list(dict.fromkeys(streets.values_list("naam", flat=True)[: MOST_STREETS + 1]))
    if len(names) > MOST_STREETS and own:
        names = list(dict.fromkeys(streets.filter(buurt__in=own).values_list("naam", flat=True)[:MOST_STREETS]))
    return names[:MOST_STREETS]
