"""The own words of the gemeente, with a preview."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.actions.texts import forget_text, write_text
from teams.forms.texts import TekstForm
from teams.teksten import EXAMPLES, TEKSTEN, filled, own_texts
from teams.views.beheer import GET_OR_POST, form_page, own_gemeente, posted, pressed, saved
from teams.wijzigingen import history


def known(sleutel):
    """The text of this key."""
    if sleutel not in TEKSTEN:
        raise Http404
    return TEKSTEN[sleutel]


@login_required
@require_safe
def teksten(request):
    """All texts that can be worded in an own way."""
    gemeente = own_gemeente(request)
    own = own_texts(gemeente)
    rows = [
        {"sleutel": sleutel, "tekst": tekst, "nu": own.get(sleutel) or tekst.standaard, "eigen": sleutel in own}
        for sleutel, tekst in TEKSTEN.items()
    ]
    return render(request, "teams/beheer/teksten.html", {"gemeente": gemeente, "rijen": rows})


@login_required
@GET_OR_POST
def tekst(request, sleutel):
    """Word one text; looking first saves nothing."""
    gemeente, text = own_gemeente(request), known(sleutel)
    own = own_texts(gemeente).get(sleutel, "")
    form = TekstForm(
        posted(request), sleutel=sleutel, initial={"tekst": own or str(text.standaard)}, stond={"tekst": own}
    )
    if not form.only_looks and saved(request, form, write_text, gemeente, sleutel, words=_("De tekst is opgeslagen.")):
        return redirect("teams:tekst", sleutel)
    looks = form.only_looks and form.is_valid()
    shown = form.cleaned_data["tekst"] if looks else own or str(text.standaard)
    return form_page(
        request,
        form,
        titel=text.naam,
        terug=reverse("teams:teksten"),
        terug_tekst=_("Teksten"),
        template="teams/beheer/tekst.html",
        status=200 if looks else None,
        tekst=text,
        sleutel=sleutel,
        eigen=bool(own),
        alleen_bekeken=looks,
        voorbeeld="" if form.is_bound and not looks else filled(shown, gemeente, EXAMPLES),
        regels=history(request.user, gemeente, gemeente, velden=[f"tekst {sleutel}"]),
    )


@login_required
@require_POST
def tekst_standaard(request, sleutel):
    """Back to the text of the product."""
    known(sleutel)
    naar = reverse("teams:tekst", args=[sleutel])
    words = _("De standaardtekst staat er weer.")
    return pressed(request, forget_text, own_gemeente(request), words=words, naar=naar, sleutel=sleutel)
