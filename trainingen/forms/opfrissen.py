"""Where somebody was when they pressed."""

from django import forms

from trainingen.models import Opfrisser


class TerugForm(forms.Form):
    opfrisser = forms.ModelChoiceField(Opfrisser.objects.none(), required=False)

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opfrisser"].queryset = Opfrisser.objects.visible_to(user)
