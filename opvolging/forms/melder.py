"""What a melder says afterwards: something more, never mind, or what the answer was worth."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.layout import Knop
from meldingen.forms.photos import FotosField, FotosMixin
from opvolging.models import Terugkoppeling
from opvolging.permissions import oordelen_for

Oordeel = Terugkoppeling.Oordeel


class AanvullingForm(FotosMixin, NldsForm):
    """Iets toevoegen: words, or photos where the melding takes them, or both."""

    knop = _("Toevoegen")
    tekst = forms.CharField(
        label=_("Wat wilt u toevoegen?"),
        help_text=_("Schrijf op wat u zag, hoorde, rook of voelde. Schrijf geen namen op."),
        widget=forms.Textarea,
        error_messages={"required": _("Schrijf op wat u wilt toevoegen.")},
    )

    def __init__(self, *args, met_fotos=False, **kwargs):
        super().__init__(*args, **kwargs)
        if met_fotos:
            self.fields["fotos"] = FotosField()
            self.fields["tekst"].required = False

    def clean(self):
        """Nothing at all is not an addition."""
        if not self.errors and not self.cleaned_data.get("tekst") and not self.cleaned_data.get("fotos"):
            self.add_error("tekst", _("Schrijf op wat u wilt toevoegen, of kies een foto."))
        return self.cleaned_data


class IntrekkenForm(NldsForm):
    """Withdraws, on a page that says what that means."""

    def __init__(self, *args, confidential, **kwargs):
        super().__init__(*args, **kwargs)
        self.label = _("Mijn naam weghalen") if confidential else _("Melding intrekken")

    def buttons(self):
        """One, and it looks like what it does."""
        yield Knop(self.label, stijl="primary nl-button--negative")


class OordeelForm(NldsForm):
    """What the melder thinks of the answer; the choices belong to the level."""

    knop = _("Versturen")
    oordeel = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": _("Kies een antwoord.")})
    toelichting = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=_("Wilt u er iets bij zeggen?"),
    )

    def __init__(self, *args, melding, given="", **kwargs):
        """``given``: the verdict that stands already; sent once more it is no error."""
        super().__init__(*args, **kwargs)
        choices = dict.fromkeys(oordelen_for(melding) + ([Oordeel(given)] if given else []))
        self.fields["oordeel"].choices = [(oordeel.value, oordeel.label) for oordeel in choices]
        self.helper.form_action = reverse("opvolging:oordeel", args=[melding.nummer])
        confidential = melding.is_confidential
        self.fields["oordeel"].label = _("Hebt u genoeg gehoord?") if confidential else _("Is het opgelost?")
        if confidential:
            self.fields["toelichting"].help_text = _("Zag u iets nieuws? Schrijf dan op wat u zag.")

    def clean(self):
        """Something new has to be told."""
        data = super().clean()
        if data.get("oordeel") == Oordeel.IETS_NIEUWS and not data.get("toelichting"):
            self.add_error("toelichting", _("Schrijf op wat u nu zag. 1 zin is genoeg."))
        return data


class SeintjeForm(NldsForm):
    """A coordinator asks the meldpunt how it stands: only a button."""


class AntwoordOpVraagForm(NldsForm):
    """What the melder says to the one question of the meldpunt."""

    knop = _("Antwoord versturen")
    antwoord = forms.CharField(
        label=_("Uw antwoord"),
        help_text=_("Weet u het niet? Schrijf dat dan op, of doe niets. Wij gaan dan verder."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schrijf uw antwoord op.")},
    )

    def __init__(self, *args, melding, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = reverse("opvolging:mijn_vraag", args=[melding.nummer])
