"""Photos that come along with a form: each read and written anew, the sound ones kept when another is refused."""

from crispy_forms.layout import Layout
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.layout import Knop
from buurtpreventie.ui.text import clean_line
from meldingen.photos import MOST_PHOTOS, read_photo

ERBIJ, WEG = "foto_erbij", "foto_weg"  # the buttons beside the photos of a draft
NAME_LENGTH = 40


class FotosInput(forms.FileInput):
    """Several files at once. These three kinds by name: a phone that makes HEIC then sends JPEG by itself."""

    allow_multiple_selected = True

    def __init__(self):
        super().__init__({"accept": "image/jpeg,image/png,image/webp", "multiple": True, "class": "app-bestand"})

    def value_from_datadict(self, data, files, name):
        """Called by Django."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class FotosField(forms.Field):
    """Uploaded files, not looked into yet."""

    widget = FotosInput

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Hebt u een foto?"))
        kwargs.setdefault(
            "help_text",
            _(
                "Hooguit 5. Geen mensen of kentekens op de foto. Een foto van een adres op een envelop stuurt u niet "
                "mee: dat zijn gegevens van een ander en het is niet genoeg bewijs."
            ),
        )
        super().__init__(required=False, **kwargs)


class FotosMixin:
    """For a form with a field ``fotos``; ``nieuwe_fotos`` are the sound ones, also when there were others."""

    nieuwe_fotos = ()

    def clean_fotos(self):
        """The photos, each read by its contents; an error per file that is not one."""
        files = self.cleaned_data["fotos"] or []
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(_("U kunt hooguit 5 foto's meesturen. Kies er minder."))
        self.nieuwe_fotos, problems = read_all(files)
        if problems:
            raise forms.ValidationError(problems)
        return self.nieuwe_fotos


def read_all(files):
    """The photos in these files, and a sentence for each file that is none."""
    photos, problems = [], []
    for file in files:
        try:
            photos.append(read_photo(file))
        except RefusedAction as refusal:
            problems.append(f"{short_name(file)}: {refusal.message}" if len(files) > 1 else str(refusal.message))
    return photos, problems


def short_name(file):
    """As the person knows the file, but never long enough to hide the rest of the sentence."""
    name = clean_line(file.name or "")
    return name if len(name) <= NAME_LENGTH else f"…{name[-NAME_LENGTH:]}"


class FotoControleMixin(FotosMixin):
    """The check page of a draft: photos can be added and taken away there, without another page."""

    def ask_photos(self, invulling):
        """A field for photos where the category takes them."""
        if invulling.takes_photos:
            self.fields["fotos"] = FotosField()
            self.fields["fotos"].widget.attrs["data-meteen"] = ERBIJ
            self.layout = Layout(FotoBlok(), *(name for name in self.fields if name != "fotos"))

    def clean_fotos(self):
        """The button for photos with no photo chosen asks for one."""
        if ERBIJ in self.data and not self.cleaned_data["fotos"]:
            raise forms.ValidationError(_("Kies eerst een foto."))
        return super().clean_fotos()

    def keep_only_about_photos(self):
        """Not yet sent: nothing else is asked for, and the page comes back where the photos stand."""
        self.over_fotos = not self.errors.get("fotos")
        for name in [name for name in self.errors if name != "fotos"]:
            del self.errors[name]
        if not self.errors:
            self.status = 200


class FotoBlok:
    """The photos of a draft (``fotos`` of the page), each with a button to take it away, and the question for more."""

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Called by crispy."""
        form.rendered_fields.add("fotos")
        fotos, veld = context.get("fotos", ()), form["fotos"]
        if fotos:
            veld.label = _now("Hebt u nog een foto?")
        words = {
            "veld": veld if len(fotos) < MOST_PHOTOS else None,
            "knop": Knop(_("Foto toevoegen"), naam=ERBIJ, stijl="secondary"),
            "weg": WEG,
        }
        return render_to_string("meldingen/_foto_vraag.html", context.flatten() | words)
