"""Is an own text sound?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.forms import NldsForm
from buurtpreventie.ui.gelezen import GelezenMixin
from teams.teksten import TEKSTEN, missing_places, unknown_places


class TekstForm(GelezenMixin, NldsForm):
    """Plain text, with the places that this text knows."""

    knop = _("Opslaan")
    tweede_knop = ("bekijk", _("Bekijk zonder op te slaan"))
    tekst = forms.CharField(label=_("Tekst"), max_length=1500, widget=forms.Textarea)

    def __init__(self, *args, sleutel, **kwargs):
        super().__init__(*args, **kwargs)
        self.sleutel = sleutel
        if TEKSTEN[sleutel].aanvullen:  # a whole section of a page
            self.fields["tekst"] = forms.CharField(label=_("Tekst"), max_length=5000, widget=forms.Textarea)
        places = ", ".join(f"{{{naam}}}" for naam in TEKSTEN[sleutel].mag)
        self.fields["tekst"].help_text = _("Gewone tekst. Dit vullen wij zelf in: %(plaatsen)s.") % {"plaatsen": places}

    @property
    def only_looks(self):
        """Beheer wants to see it, not to save it."""
        return self.is_bound and "bekijk" in self.data

    def clean_tekst(self):
        tekst = self.cleaned_data["tekst"].strip()
        wrong, missing = unknown_places(self.sleutel, tekst), missing_places(self.sleutel, tekst)
        if wrong:
            known = ", ".join(f"{{{naam}}}" for naam in TEKSTEN[self.sleutel].mag)
            raise forms.ValidationError(
                _("%(fout)s kunnen wij niet invullen. Gebruik alleen: %(plaatsen)s."),
                params={"fout": ", ".join(wrong), "plaatsen": known},
            )
        if missing:
            raise forms.ValidationError(
                _("Zet %(plaatsen)s ergens in de tekst. Anders mist de lezer iets."),
                params={"plaatsen": ", ".join(missing)},
            )
        return tekst
