"""What the meldpunt types about one case: waiting, levels, steps, questions, black words, colleagues, doubles."""

from datetime import timedelta

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Groep, Rij
from meldingen.models import TEKSTVELDEN, AanzienReden, Categorie, ModeratieReden, VerlaagReden, ZwartReden
from meldingen.permissions import can_handle
from opvolging.forms.ingelicht import check_informed
from opvolging.forms.meldpunt import LONG_NOTE, SHORT_NOTE, AntwoordForm, _grouped
from opvolging.models import Ingelicht, Kanaal, Schaalstap
from teams.models import Aanstelling, Niveau

JA, NEE = "ja", "nee"
BLACK_PASSAGE = 300
FIELDS = {
    "waarneming": _("Wat gemerkt"),
    "vermoeden": _("Waarom zorgen"),
    "straat": _("Straat"),
    "huisnummer": _("Nummer"),
    "plek": _("Plek in woorden"),
    "sinds": _("Sinds wanneer"),
    "hoe_vaak": _("Hoe vaak"),
    "veranderd": _("Wat is er veranderd"),
    "bang_voor": _("Waar bang voor"),
    "hulp_betrokken": _("Al hulp betrokken"),
    "wil_zelf": _("Wat wil de persoon zelf"),
    "wanneer": _("Wanneer"),
    "aangesproken": _("Iemand aangesproken"),
    "persoon_naam": _("Naam van de persoon"),
    "persoon_telefoon": _("Telefoon van de persoon"),
    "kan_zelf": _("Kan zelf iets voor een ander doen"),
}


# --- waiting ---------------------------------------------------------------------------------


class AanzienForm(NldsForm):
    """Until when, why, and what the melder hears."""

    knop = _("Even aanzien")
    tot = forms.DateField(
        label=_("Wanneer kijkt u weer?"), help_text=_("Een werkdag, hooguit 15 werkdagen vanaf vandaag.")
    )
    reden = forms.ChoiceField(label=_("Waarom wacht u?"), choices=AanzienReden.choices, widget=forms.RadioSelect)
    tekst = forms.CharField(
        label=_("Bericht aan de melder"),
        help_text=_("De datum staat er vanzelf bij."),
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, melding, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if melding.melder_id is None:
            del self.fields["tekst"]

    def clean(self):
        return {"tekst": ""} | super().clean()


class VerderForm(NldsForm):
    """Only a button: go on now."""

    knop = _("Nu verder gaan")


# --- levels ----------------------------------------------------------------------------------


class VerlaagForm(NldsForm):
    """A lower level, and why."""

    knop = _("Niveau verlagen")
    niveau = forms.TypedChoiceField(label=_("Hoe vertrouwelijk is het nog?"), coerce=int, widget=forms.RadioSelect)
    reden = forms.ChoiceField(label=_("Waarom?"), choices=VerlaagReden.choices, widget=forms.RadioSelect)

    def __init__(self, melding, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lower = [(n, label) for n, label in Niveau.choices if n < melding.vertrouwelijkheid]
        self.fields["niveau"].choices = lower or [(melding.vertrouwelijkheid, melding.get_vertrouwelijkheid_display())]


class BesluitForm(NldsForm):
    """What a second person thinks of a lower level."""

    knop = _("Vastleggen")
    akkoord = forms.TypedChoiceField(
        label=_("Mag het niveau omlaag?"),
        choices=[(JA, _("Ja, ik ben het ermee eens")), (NEE, _("Nee, het niveau blijft zo"))],
        coerce=lambda value: value == JA,
        widget=forms.RadioSelect,
    )


# --- steps and the resident ------------------------------------------------------------------


class StapForm(NldsForm):
    """A step up or down in help, with its reason."""

    knop = _("Vastleggen")
    tweede_knop = ("vragen", _("Vastleggen en partner vragen"))
    richting = forms.ChoiceField(
        label=_("Welke kant gaat het op?"), choices=Schaalstap.Richting.choices, widget=forms.RadioSelect
    )
    reden = forms.ChoiceField(label=_("Waarom?"))
    toelichting = forms.CharField(
        label=_("Uitleg"),
        help_text=_("Alleen het meldpunt leest dit."),
        required=False,
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reden"].choices = [
            ("", _("Kies een reden")),
            (_("Een stap zwaarder"), [(r.value, r.label) for r in Schaalstap.OMHOOG]),
            (_("Een stap lichter"), [(r.value, r.label) for r in Schaalstap.OMLAAG]),
        ]

    def clean(self):
        data = super().clean()
        richting, reden = data.get("richting"), data.get("reden")
        fitting = Schaalstap.OMHOOG if richting == Schaalstap.Richting.OP else Schaalstap.OMLAAG
        if richting and reden and reden not in fitting:
            self.add_error("reden", _("Deze reden past niet bij die stap. Kies een andere reden."))
        return data

    @property
    def wants_to_ask(self):
        """The second button was pressed."""
        return "vragen" in self.data


class IngelichtForm(NldsForm):
    """Whether the resident knows; the last word counts."""

    knop = _("Vastleggen")
    toont_optioneel = False
    stand = forms.ChoiceField(
        label=_("Weet de bewoner ervan?"), choices=Ingelicht.Stand.choices, widget=forms.RadioSelect
    )
    uiterlijk = forms.DateField(
        label=_("Uiterlijk op"), required=False, help_text=_("Alleen als u “uiterlijk” kiest. U krijgt dan een mail.")
    )
    want = forms.CharField(
        label=_("Waarom kan het niet veilig?"),
        required=False,
        help_text=_("Alleen als het niet veilig kan."),
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        data = super().clean()
        check_informed(self, data, "stand", "uiterlijk", "want")
        return data


# --- the melder ------------------------------------------------------------------------------


class VraagMelderForm(NldsForm):
    """One question."""

    knop = _("Vraag stellen")
    vraag = forms.CharField(
        label=_("Wat wilt u weten?"),
        help_text=_("Eén vraag, in gewone woorden. Bijvoorbeeld: Aan welke kant van de straat was het?"),
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NamensMelderForm(NldsForm):
    """What the melder said on the telephone."""

    knop = _("Antwoord vastleggen")
    langs = forms.ChoiceField(
        label=_("Hoe hoorde u dit?"),
        choices=[(k.value, k.label.capitalize()) for k in (Kanaal.TELEFOON, Kanaal.MAIL, Kanaal.COORDINATOR)],
        initial=Kanaal.TELEFOON.value,
        widget=forms.RadioSelect,
    )
    antwoord = forms.CharField(
        label=_("Wat zei de melder?"), max_length=LONG_NOTE, widget=forms.Textarea(attrs={"rows": 4})
    )


# --- the contents ----------------------------------------------------------------------------


class ZwartForm(NldsForm):
    """Which words go, from where, and why."""

    knop = _("Maak deze woorden zwart")
    passage = forms.CharField(
        label=_("Welke woorden?"),
        help_text=_("Neem ze precies zo over als ze er staan. Ze zijn daarna voorgoed weg."),
        max_length=BLACK_PASSAGE,
    )
    veld = forms.ChoiceField(label=_("Waar staan ze?"))
    reden = forms.ChoiceField(label=_("Waarom?"), choices=ZwartReden.choices, widget=forms.RadioSelect)

    def __init__(self, inhoud, *args, **kwargs):
        super().__init__(*args, **kwargs)
        filled = [(name, FIELDS[name]) for name in TEKSTVELDEN if getattr(inhoud, name)]
        more = ("aanvulling", _("Later toegevoegd"))
        self.fields["veld"].choices = [("overal", _("Overal in deze melding")), *filled, more]


class ModereerForm(AntwoordForm):
    """Why it should not have been a melding, and the kind answer."""

    knop = _("Sluiten en antwoord versturen")
    reden = forms.ChoiceField(label=_("Wat past er niet?"), choices=ModeratieReden.choices, widget=forms.RadioSelect)
    field_order = ["reden", "tekst"]

    def __init__(self, melding, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if melding.melder_id is None:
            del self.fields["tekst"]

    def clean(self):
        return {"tekst": ""} | super().clean()


class SplitsForm(NldsForm):
    """The second need: its own subject, its own words, and the place as far as the new readers may know it."""

    knop = _("Maak een tweede melding")
    categorie = forms.ModelChoiceField(
        Categorie.objects.none(), label=_("Waar gaat het tweede over?"), empty_label=_("Kies een onderwerp")
    )
    waarneming = forms.CharField(
        label=_("Wat is er aan de hand?"),
        help_text=_("Alleen wat bij dit onderwerp hoort. Bij een open onderwerp leest ook het team dit."),
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    straat = forms.CharField(label=_("Straat"), required=False, max_length=80)
    huisnummer = forms.CharField(label=_("Nummer"), required=False, max_length=12)
    layout = Layout("categorie", "waarneming", Groep(_("Waar is het?"), Rij("straat", "huisnummer")))

    def __init__(self, user, melding, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Categorie.objects.visible_to(user).active().filter(gemeente=melding.gemeente_id)
        mine = mine.filter(vertrouwelijkheid__lte=Niveau.V3).exclude(pk=melding.categorie_id)
        mine = mine.order_by("soort", "groep", "volgorde", "naam")
        field = self.fields["categorie"]
        field.queryset = mine
        field.widget.choices = [("", field.empty_label), *_grouped(mine)]


class EerderForm(NldsForm):
    """Why somebody opens an earlier signal about the same address."""

    knop = _("Toon de eerdere melding")
    reden = forms.CharField(
        label=_("Waarom wilt u deze eerdere melding lezen?"),
        help_text=_("Uw reden komt in het logboek te staan. Noem geen namen."),
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


# --- colleagues ------------------------------------------------------------------------------


class ToewijsForm(NldsForm):
    """To whom; only colleagues who may see it are offered."""

    knop = _("Toewijzen")
    aan = forms.ModelChoiceField(
        Gebruiker.objects.none(), label=_("Wie gaat deze melding behandelen?"), empty_label=_("Kies een collega")
    )

    def __init__(self, melding, today, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seats = Aanstelling.objects.current(today).filter(
            rol=Aanstelling.Rol.MELDPUNT, gemeente=melding.gemeente_id, gebruiker__is_active=True
        )
        may = [seat.gebruiker_id for seat in seats.select_related("gebruiker") if can_handle(seat.gebruiker, melding)]
        others = [pk for pk in may if pk != melding.behandelaar_id]
        self.fields["aan"].queryset = Gebruiker.objects.filter(pk__in=others).order_by("naam")

    @property
    def has_choice(self):
        """There is a colleague who may see it."""
        return self.fields["aan"].queryset.exists()


def proposed_day(kalender, today):
    """Two weeks of working days on: for looking again."""
    return kalender.working_day_from(today + timedelta(days=14))
