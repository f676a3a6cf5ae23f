"""What the meldpunt types: the filters of the lists, and one form per act."""

from datetime import date, time, timedelta
from functools import partial
from itertools import groupby
from urllib.parse import urlencode

from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.dates import date_in_words
from buurtpreventie.ui.forms import FilterForm, NldsForm
from buurtpreventie.ui.layout import Meer
from meldingen.models import Categorie, NiveauReden, Stand, Uitkomst
from meldingen.querysets import OPEN_STANDEN
from opvolging.models import GeenAntwoord, Opvolging
from opvolging.proposing import OTHER, fit, nearest_first
from opvolging.worklist import Bak, desk_choices
from teams.clocks import at
from teams.models import Niveau, Partner, Soort

IK, NIEMAND = "ik", "niemand"
LOOKUPS = {"soort": "categorie__soort", "categorie": "categorie", "buurt": "buurt", "stand": "stand"}
SHORT_NOTE, LONG_NOTE = 1000, 4000


# --- lists -----------------------------------------------------------------------------------


class LijstForm(FilterForm):
    """Which part of the worklist somebody looks at; it lives in the address and travels along through the dossier."""

    toont_gekozen = True  # the page shows each filter in use, so the fields can stay closed
    bak = forms.ChoiceField(choices=Bak.choices, widget=forms.HiddenInput)
    nummer = forms.CharField(label=_("Nummer"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    soort = forms.ChoiceField(label=_("Soort"), choices=[("", _("Alle soorten")), *Soort.choices])
    categorie = forms.ChoiceField(label=_("Onderwerp"))
    buurt = forms.ChoiceField(label=_("Buurt"))
    bij = forms.ChoiceField(label=_("Ligt bij"))
    wie = forms.ChoiceField(label=_("Wie"))
    stand = forms.ChoiceField(label=_("Stand"), choices=[("", _("Elke stand")), *Stand.choices])
    van = forms.DateField(label=_("Gemeld vanaf"))
    tot = forms.DateField(label=_("Gemeld tot en met"))
    klaar = forms.ChoiceField(
        label=_("Lopend of klaar"), choices=[("", _("Wat loopt")), ("ook", _("Ook wat klaar is"))]
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("categorie", "buurt", "bij", "wie"):
            self.fields[name].choices = partial(self._choices_of, name)

    def _choices_of(self, name):
        """Asked for only when a filter is drawn or used; all of them at once."""
        if not hasattr(self, "_desk"):
            self._desk = desk_choices(self.user, timezone.localdate())
        first = {
            "categorie": [("", _("Elk onderwerp"))],
            "buurt": [("", _("Alle buurten"))],
            "bij": [("", _("Maakt niet uit"))],
            "wie": [("", _("Iedereen")), (IK, _("Ik")), (NIEMAND, _("Nog niemand"))],
        }[name]
        rows = [row for row in self._desk if row[0] == name]
        if name == "categorie":
            return first + [
                (Soort(soort).label, [(str(row[1]), row[2]) for row in group])
                for soort, group in groupby(rows, key=lambda row: row[3])
            ]
        return first + [(str(row[1]), row[2]) for row in rows]

    def clean_nummer(self):
        """1234-5678, however it was typed."""
        digits = "".join(c for c in self.cleaned_data["nummer"] if c in "0123456789")
        return f"{digits[:4]}-{digits[4:]}" if digits else ""

    @property
    def tray(self):
        """The tray looked at; everything that runs when none is chosen."""
        return Bak(self.carried.get("bak", Bak.ALLES))

    @property
    def chosen(self):
        """The filters in use; the tray has its own tiles."""
        return {name: value for name, value in super().chosen.items() if name != "bak"}

    @property
    def also_closed(self):
        """Somebody looks back as well: asked for, or by a stand that only closed meldingen have."""
        return "klaar" in self.chosen or self.chosen.get("stand", OPEN_STANDEN[0]) not in OPEN_STANDEN

    @property
    def is_used(self):
        """Somebody came from a list, and can go on to the next one in it."""
        return bool(self.link())

    def narrow(self, meldingen):
        """These meldingen as far as the filters let them through; the tray is not one of them."""
        chosen = self.chosen
        where = {lookup: chosen[name] for name, lookup in LOOKUPS.items() if name in chosen}
        if wie := chosen.get("wie"):
            where["behandelaar"] = {IK: self.user.pk, NIEMAND: None}.get(wie, wie)
        if "van" in chosen:
            where["gemeld_op__gte"] = at(chosen["van"], time.min)
        if "tot" in chosen:
            where["gemeld_op__lt"] = at(chosen["tot"] + timedelta(days=1), time.min)
        if "bij" in chosen:
            asks = Opvolging.objects.open().filter(partner=chosen["bij"])
            where["pk__in"] = asks.values("melding")
        return meldingen.filter(**where)

    def narrow_waiting(self, meldingen):
        """As ``narrow``, for what nobody has yet: the filters that such a melding can answer to."""
        chosen = self.chosen
        return meldingen.filter(
            **{LOOKUPS[name]: chosen[name] for name in ("soort", "categorie", "buurt") if name in chosen}
        )

    @property
    def carried(self):
        """What travels along from page to page, as text: tray, filters and page, without the number."""
        chosen = super().chosen
        carried = {name: str(value) for name, value in chosen.items() if name != "nummer"}
        return carried | ({"pagina": str(self.page)} if self.page > 1 else {})

    @property
    def page(self):
        """The page somebody is on; the first when the address says nothing that means something."""
        typed = self.data.get("pagina", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1

    def link(self, **changes):
        """The query string of this list with changes, which begin at its first page; "" when nothing is chosen."""
        start = {"pagina": ""} if changes else {}
        words = urlencode({name: value for name, value in (self.carried | start | changes).items() if value})
        return f"?{words}" if words else ""

    @property
    def chips(self):
        """(words, query string without it) of each filter in use."""
        chosen = self.chosen
        return [(self._in_words(name, chosen[name]), self._without(name)) for name in self.fields if name in chosen]

    def _in_words(self, name, value):
        label = self.fields[name].label
        if isinstance(value, date):
            return f"{label}: {date_in_words(value, timezone.localdate())}"
        return f"{label}: {_flat(getattr(self.fields[name], 'choices', ())).get(value, value)}"

    def _without(self, name):
        return self.link(**{name: ""})


def _flat(choices):
    """Words by key, whether the choices stand in groups or not."""
    words = {}
    for key, label in choices:
        words |= dict(label) if isinstance(label, list) else {key: label}
    return words


# --- the melding itself ----------------------------------------------------------------------


class OppakForm(NldsForm):
    """Whom somebody saw as the handler when pressing the button."""

    van = forms.IntegerField(required=False, widget=forms.HiddenInput)
    knop = _("Oppakken")


class OnderwerpForm(NldsForm):
    """Another category of the own gemeente."""

    knop = _("Onderwerp wijzigen")
    categorie = forms.ModelChoiceField(Categorie.objects.none(), label=_("Waar gaat het over?"), empty_label=None)

    def __init__(self, user, melding, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Categorie.objects.visible_to(user).active().filter(gemeente=melding.gemeente_id)
        mine = mine.filter(vertrouwelijkheid__lte=Niveau.V3).order_by("soort", "groep", "volgorde", "naam")
        field = self.fields["categorie"]
        field.queryset = mine
        field.initial = melding.categorie_id
        field.widget.choices = _grouped(mine)


def _grouped(categories):
    groups = {}
    for categorie in categories:
        name = f"{categorie.get_soort_display()}: {categorie.groep}"
        groups.setdefault(name, []).append((categorie.pk, categorie.naam))
    return list(groups.items())


class NiveauForm(NldsForm):
    """A higher level, and why."""

    knop = _("Niveau verhogen")
    niveau = forms.TypedChoiceField(label=_("Hoe vertrouwelijk moet het zijn?"), coerce=int, widget=forms.RadioSelect)
    reden = forms.ChoiceField(label=_("Waarom?"), choices=NiveauReden.choices, widget=forms.RadioSelect)

    def __init__(self, melding, *args, **kwargs):
        super().__init__(*args, **kwargs)
        higher = [(n, label) for n, label in Niveau.choices if melding.vertrouwelijkheid < n <= Niveau.V3]
        self.fields["niveau"].choices = higher or [(melding.vertrouwelijkheid, melding.get_vertrouwelijkheid_display())]


# "Past niet bij melden" is an act of its own: it takes the text away.
UITKOMSTEN = [(code, label) for code, label in Uitkomst.choices if code != Uitkomst.NIET_PASSEND]


class AfrondForm(NldsForm):
    knop = _("Afronden")
    uitkomst = forms.ChoiceField(label=_("Wat kwam ervan?"), choices=[("", _("Kies wat ervan kwam")), *UITKOMSTEN])


class AntwoordForm(NldsForm):
    """The answer, and of V0 and V1 what the team may know of it (E030)."""

    knop = _("Antwoord versturen")
    tekst = forms.CharField(
        label=_("Antwoord aan de melder"), max_length=LONG_NOTE, widget=forms.Textarea(attrs={"rows": 6})
    )
    voor_team = forms.CharField(
        label=_("Wat mag het team weten?"),
        help_text=_("Dit staat in het bericht van deze maand aan het team. Schrijf geen namen of adressen."),
        required=False,
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, melding=None, **kwargs):
        super().__init__(*args, **kwargs)
        if melding is None or melding.is_confidential or not melding.team_id:
            del self.fields["voor_team"]

    def get_layout(self):
        """What is for the team stands folded away under what is for the melder."""
        if "voor_team" not in self.fields:
            return None
        first = [name for name in self.fields if name != "voor_team"]
        return Layout(*first, Meer("voor_team", titel=_("Ook iets laten weten aan het team")))


class ZinForm(FilterForm):
    """With which of the three sentences an answer begins."""

    zin = forms.ChoiceField(choices=[("0", "1"), ("1", "2"), ("2", "3")])


class GebeldForm(NldsForm):
    """The melder was called."""

    knop = _("Ik heb gebeld")


class SluitForm(AntwoordForm):
    """Round off and answer in one."""

    knop = _("Sluiten en antwoord versturen")
    uitkomst = AfrondForm.base_fields["uitkomst"]
    field_order = ["uitkomst", "tekst"]


class TussenForm(NldsForm):
    knop = _("Bericht versturen")
    tekst = forms.CharField(
        label=_("Bericht aan de melder"),
        help_text=_("Bijvoorbeeld: Het duurt langer. Dat ligt niet aan u."),
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    nieuwe_datum = forms.DateField(
        label=_("Nieuwe datum"), help_text=_("Hooguit 15 werkdagen vanaf vandaag."), required=False
    )


class GeenAntwoordForm(NldsForm):
    knop = _("Vastleggen")
    reden = forms.ChoiceField(
        label=_("Waarom kan er geen antwoord zijn?"), choices=GeenAntwoord.Reden.choices, widget=forms.RadioSelect
    )


# --- asking a partner ------------------------------------------------------------------------


class PartnerForm(NldsForm):
    """Step 1: whom; those who fit the category stand first, the rest is folded away."""

    knop = _("Verder")
    methode = "get"
    toont_optioneel = False
    partner = forms.MultipleChoiceField(label=_("Wie vraagt u?"), required=False, widget=forms.CheckboxSelectMultiple)
    anders = forms.MultipleChoiceField(label=_("Iemand anders"), required=False, widget=forms.CheckboxSelectMultiple)
    layout = Layout("partner", Meer("anders", titel=_("Andere partners")))

    def __init__(self, melding, partners, *args, lijst=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.melding = melding
        self.partners = {str(partner.pk): partner for partner in _fitting_first(partners, melding.categorie)}
        fitting = [p for p in self.partners.values() if fit(p, melding.categorie) < OTHER]
        others = [p for p in self.partners.values() if p not in fitting]
        self.fields["partner"].choices = _as_choices(self.partners.values())
        self.fields["partner"].widget.choices = _as_choices(fitting or others)
        self.fields["anders"].choices = _as_choices(others if fitting else [])
        if not fitting or not others:
            del self.fields["anders"]
            self.layout = Layout("partner")
        if melding.vertrouwelijkheid == Niveau.V3:
            self.fields["partner"].help_text = _("Een strikt vertrouwelijke melding gaat naar één partner tegelijk.")
        for name, value in (lijst.carried if lijst else {}).items():
            self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput, initial=value)

    def clean(self):
        cleaned = super().clean()
        chosen = [*cleaned.get("partner", []), *cleaned.get("anders", [])]
        if not chosen and not self.errors:
            self.add_error("partner", _("Kies wie u wilt vragen."))
        if len(chosen) > 1 and self.melding.vertrouwelijkheid == Niveau.V3:
            self.add_error("partner", _("Kies één partner. Deze melding is strikt vertrouwelijk."))
        return cleaned

    @property
    def chosen_partners(self):
        keys = dict.fromkeys([*self.cleaned_data.get("partner", []), *self.cleaned_data.get("anders", [])])
        return [self.partners[key] for key in keys]


def _fitting_first(partners, categorie):
    return sorted(partners, key=lambda partner: (fit(partner, categorie), partner.naam))


def _as_choices(partners):
    return [(str(p.pk), f"{p.naam} ({_in_a_sentence(p.get_soort_display())})") for p in partners]


def _in_a_sentence(words):
    """Woningcorporatie becomes small, GGD stays large."""
    return words if words[:2].isupper() else words[0].lower() + words[1:]


class VraagForm(NldsForm):
    """Step 2: who at each partner, and what they may read. Hidden on the page that shows the mail before it goes."""

    knop = _("Verder: bekijk de mail")
    partner = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)
    uittreksel = forms.CharField(
        label=_("Dit mag de partner lezen"),
        help_text=_("Feiten en de plek. Haal weg wat de partner niet hoeft te weten."),
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    met_fotos = forms.BooleanField(
        label=_("Stuur de foto's mee"),
        help_text=_("Kijk eerst of er niemand op staat, en geen kenteken of adres."),
        required=False,
    )

    def __init__(self, melding, partners, contacts, today, *args, fotos=0, **kwargs):
        super().__init__(*args, **kwargs)
        self.whom, self.contacts = partners, {}
        self.fields["met_fotos"].initial = melding.vertrouwelijkheid == Niveau.V0
        if not fotos:
            del self.fields["met_fotos"]
        self.fields["partner"].choices = _as_choices(partners)
        self.fields["partner"].initial = [str(partner.pk) for partner in partners]
        for partner in partners:
            mine = nearest_first([c for c in contacts if c.partner_id == partner.pk], melding.buurt_id)
            self._add_contact(partner, mine, today)
        self.order_fields([*(f"contact_{partner.pk}" for partner in partners), "uittreksel", "met_fotos"])

    def _add_contact(self, partner, contacts, today):
        self.contacts |= {str(contact.pk): contact for contact in contacts}
        choices = [(str(contact.pk), _present(contact, today)) for contact in contacts]
        by_mail = partner.weg == Partner.Weg.LINK
        if not by_mail:
            choices.append(("", _("Niemand in het bijzonder")))
        self.fields[f"contact_{partner.pk}"] = forms.ChoiceField(
            label=_("Wie vraagt u bij %(partner)s?") % {"partner": partner.naam},
            help_text="" if by_mail else _phone_line(partner),
            choices=choices,
            initial=choices[0][0] if choices else None,
            required=by_mail,
            widget=forms.RadioSelect if len(choices) <= 6 else forms.Select,
            error_messages={"required": _("Kies iemand. Heeft deze partner niemand? Vraag beheer om hulp.")},
        )

    def hide(self, action):
        """The same answers, carried along unseen to ``action``."""
        for field in self.fields.values():
            if not isinstance(field.widget, forms.MultipleHiddenInput):
                field.widget = forms.HiddenInput()
        self.knop, self.tweede_knop = _("Vraag versturen"), ("aanpassen", _("Terug en aanpassen"))
        self.helper.form_action = action
        return self

    def clean(self):
        """What the act needs: each partner with the person there, or None, and the extract."""
        cleaned = super().clean()
        if not self.whom:
            raise forms.ValidationError(_("Kies eerst wie u wilt vragen."))
        asked = [(partner, self.contacts.get(cleaned.get(f"contact_{partner.pk}"))) for partner in self.whom]
        with_photos = {"met_fotos": cleaned["met_fotos"]} if "met_fotos" in cleaned else {}
        return {"asked": asked, "uittreksel": cleaned.get("uittreksel", "")} | with_photos

    @property
    def wants_to_change(self):
        """The second button was pressed."""
        return "aanpassen" in self.data


def _present(contact, today):
    """The name, and who is asked instead while he or she is away."""
    if not contact.is_away(today):
        return contact.naam
    until = _(" tot %(datum)s") % {"datum": date_in_words(contact.afwezig_tot, today)} if contact.afwezig_tot else ""
    deputy = contact.vervanger
    instead = _("De vraag gaat naar %(naam)s.") % {"naam": deputy} if deputy else _("Er is geen vervanger.")
    return f"{contact.naam} (is er niet{until}. {instead})"


def _phone_line(partner):
    if partner.weg == Partner.Weg.TELEFOON:
        return _("Deze partner krijgt geen mail. U belt zelf: %(telefoon)s.") % {"telefoon": partner.telefoon}
    return _("Deze partner krijgt geen mail. U zet de vraag zelf in hun systeem.")


class IntrekForm(NldsForm):
    knop = _("Vraag intrekken")
    reden = forms.CharField(
        label=_("Waarom trekt u de vraag in?"),
        help_text=_("Dit blijft bij het meldpunt. De partner leest alleen dat de vraag niet meer nodig is."),
        max_length=SHORT_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NieuweLinkForm(NldsForm):
    knop = _("Nieuwe link sturen")
