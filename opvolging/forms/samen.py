"""What the meldpunt types to ask at once, and to handle several meldingen together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Knop
from opvolging.forms.meldpunt import LONG_NOTE, UITKOMSTEN, VraagForm
from teams.models import Niveau, Partner


class DirectForm(VraagForm):
    """The ask as it is proposed, in one step: whom, and the extract to read and change; nothing goes out unseen."""

    toont_optioneel = False
    gelezen = forms.BooleanField(label=_("Ik heb gelezen wat de partner krijgt"))

    def __init__(self, melding, partner, contacts, today, *args, **kwargs):
        super().__init__(melding, [partner] if partner else [], contacts, today, *args, **kwargs)
        self.fields["uittreksel"].widget.attrs["rows"] = 6
        if melding.vertrouwelijkheid < Niveau.V2:
            del self.fields["gelezen"]
        if partner:
            self.knop = self._button(partner)
            self._hide_only_choice(f"contact_{partner.pk}")
        self.order_fields([name for name in self.fields if name != "gelezen"])

    def _button(self, partner):
        if partner.weg == Partner.Weg.LINK:
            return _("Vraag dit aan %(partner)s") % {"partner": partner.naam}
        return _("Zet de vraag aan %(partner)s klaar") % {"partner": partner.naam}

    def _hide_only_choice(self, name):
        """Nobody has to look at a question with one answer."""
        if len(self.fields[name].choices) == 1:
            self.fields[name].widget = forms.HiddenInput()


class KeuzeForm(NldsForm):
    """Which rows of the worklist were ticked, and what to do with them."""

    class Doe:
        OPPAKKEN, SAMEN, VRAGEN, SLUITEN = "oppakken", "samen", "vragen", "sluiten"

    DOEN = [
        (Doe.OPPAKKEN, _("Oppakken")),
        (Doe.SAMEN, _("Samen behandelen")),
        (Doe.VRAGEN, _("Vraag de vaste partner")),
        (Doe.SLUITEN, _("Sluiten met antwoord")),
    ]

    knop = _("Verder")
    doe = forms.ChoiceField(label=_("Wat wilt u doen met wat u aanvinkte?"), choices=DOEN)

    def buttons(self):
        """Looking at what will happen is not yet an act: no primary button."""
        yield Knop(self.knop, stijl="secondary")


class ZekerForm(NldsForm):
    """The page before several acts at once; ``rijen`` are the meldingen it is about."""

    toont_optioneel = False
    doet = ""
    zeker = forms.CharField(widget=forms.HiddenInput, initial="1")
    nummer = forms.MultipleChoiceField(widget=forms.MultipleHiddenInput)

    def __init__(self, rijen, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rijen = rijen
        self.fields["nummer"].choices = [(melding.nummer, melding.nummer) for melding in rijen]
        self.fields["nummer"].initial = [melding.nummer for melding in rijen]
        self.fields["doe"] = forms.CharField(widget=forms.HiddenInput, initial=self.doet, required=False)


class OppakAllesForm(ZekerForm):
    doet = KeuzeForm.Doe.OPPAKKEN
    knop = _("Oppakken")


class SamenForm(ZekerForm):
    """Which of them the partner is asked about."""

    doet = KeuzeForm.Doe.SAMEN
    knop = _("Samen behandelen")
    hoofd = forms.ChoiceField(
        label=_("Over welke melding vraagt u de partner iets?"),
        help_text=_("De andere gaan mee. Elke melder krijgt een eigen antwoord."),
        widget=forms.RadioSelect,
    )

    def __init__(self, rijen, *args, **kwargs):
        super().__init__(rijen, *args, **kwargs)
        self.fields["hoofd"].choices = [(melding.nummer, melding.keuze) for melding in rijen]
        first = next((melding for melding in rijen if melding.is_eerste), rijen[0] if rijen else None)
        self.fields["hoofd"].initial = first and first.nummer

    @property
    def chosen(self):
        return next(melding for melding in self.rijen if melding.nummer == self.cleaned_data["hoofd"])


class VraagAllesForm(ZekerForm):
    """The extract of each of them, to read and change."""

    doet = KeuzeForm.Doe.VRAGEN
    knop = _("Vragen versturen")

    def __init__(self, rijen, *args, **kwargs):
        super().__init__(rijen, *args, **kwargs)
        for melding in rijen:
            if melding.partner:
                self.fields[f"uittreksel_{melding.pk}"] = forms.CharField(
                    label=_("%(nummer)s: dit leest %(partner)s")
                    % {"nummer": melding.nummer, "partner": melding.partner.naam},
                    help_text=melding.naar,
                    initial=melding.uittreksel,
                    max_length=LONG_NOTE,
                    widget=forms.Textarea(attrs={"rows": 4}),
                )

    def text_of(self, melding):
        return self.cleaned_data[f"uittreksel_{melding.pk}"]


class SluitAllesForm(ZekerForm):
    """One outcome and one answer, for each melder of a place that is alike."""

    doet = KeuzeForm.Doe.SLUITEN
    knop = _("Sluiten en antwoorden versturen")
    uitkomst = forms.ChoiceField(label=_("Wat kwam ervan?"), choices=[("", _("Kies wat ervan kwam")), *UITKOMSTEN])
    tekst = forms.CharField(
        label=_("Antwoord aan elke melder"),
        initial=_("Dank u wel voor uw melding."),
        max_length=LONG_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AntwoordenForm(NldsForm):
    """An own answer for each melder of a bundle."""

    knop = _("Alle antwoorden versturen")

    def __init__(self, meldingen, teksten, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for melding in meldingen:
            self.fields[f"tekst_{melding.pk}"] = forms.CharField(
                label=_("Antwoord op %(nummer)s") % {"nummer": melding.nummer},
                help_text=melding.hoort,
                initial=teksten[melding.pk],
                max_length=LONG_NOTE,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def clean(self):
        """What the act needs: words by the key of the melding."""
        cleaned = super().clean()
        return {"teksten": {int(name.split("_")[1]): words for name, words in cleaned.items()}}


class OvernemenForm(NldsForm):
    """Which meldingen of a colleague one takes over."""

    knop = _("Overnemen")
    melding = forms.MultipleChoiceField(label=_("Welke neemt u over?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, meldingen, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["melding"].choices = [(melding.nummer, melding.keuze) for melding in meldingen]
        self.fields["melding"].initial = [melding.nummer for melding in meldingen]


class LosForm(NldsForm):
    knop = _("Uit de bundel halen")
