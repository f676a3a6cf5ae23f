"""What of somebody's own words may stand in a report; and which batch of words one looks at."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.ui.forms import FilterForm, NldsForm
from buurtpreventie.ui.layout import Knop
from evaluaties.models import OpenAntwoord, OpenStand, Pool
from evaluaties.naming import found_in, in_pieces, marked

FREE = OpenAntwoord._meta.get_field("vrije_tekst").max_length


class WoordenForm(NldsForm):
    """The text as it may stand in a report; what may point at somebody stands between brackets until one decides."""

    knop = gettext_lazy("Mag in het verslag")
    gezien = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    tekst = forms.CharField(
        label=gettext_lazy("Zo komt het in het verslag"),
        max_length=FREE,
        help_text=gettext_lazy(
            "Haal weg wat naar iemand of naar een plek wijst. Zet er iets algemeens voor in de plaats, "
            "bijvoorbeeld “een straat”. Mag iets blijven? Haal dan alleen de haken weg."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Vul in wat in het verslag mag komen. Of laat het antwoord achter.")},
    )

    def __init__(self, *args, woorden, names, **kwargs):
        text = woorden.tekst or ""
        self.woorden, self.hits = woorden, found_in(text, names)
        said = woorden.vrije_tekst or marked(text, self.hits)
        super().__init__(*args, initial={"tekst": said, "gezien": woorden.besluit}, **kwargs)
        if woorden.stand == OpenStand.VRIJ:
            self.knop = _("Verbeter de tekst")
            self.fields["tekst"].help_text = _("Dit staat nu in verslagen. U kunt het nog veranderen.")

    @property
    def pieces(self):
        """The words as they were written, piece by piece."""
        return in_pieces(self.woorden.tekst or "", self.hits)

    @property
    def soorten(self):
        """What was found in it, each kind once."""
        return list(dict.fromkeys(str(hit.soort) for hit in self.hits))

    def clean_tekst(self):
        text = self.cleaned_data["tekst"]
        if "[" in text or "]" in text:
            raise ValidationError(_("Er staat nog iets tussen haken. Haal het weg, of haal alleen de haken weg."))
        return text


class AchterForm(NldsForm):
    """These words stay behind."""

    knop = gettext_lazy("Blijft achter")
    gezien = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def buttons(self):
        """Beside the button of the text."""
        yield Knop(self.knop, stijl="secondary")


class SamenForm(FilterForm):
    """The words of one pool, by its number."""

    samen = forms.ModelChoiceField(queryset=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["samen"].queryset = Pool.objects.visible_to(user).for_list()
