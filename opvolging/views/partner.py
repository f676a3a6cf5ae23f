"""The pages of a partner, who has a link and no account (ontwerp §7)."""

from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from buurtpreventie.database import beyond_rows, show_rows
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.refusals import accepted
from buurtpreventie.ui.views import echo
from opvolging import actions, grants
from opvolging.actions.partner_acts import can_revise, finish_by, result_in_words
from opvolging.forms import partner as forms
from opvolging.models import Langs, Toegang, VraagStand
from opvolging.permissions import is_about_somebody, is_known_device, needs_code
from opvolging.views.pictures import pictures_with_ask
from teams.clocks import local_date

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
DANK = gettext_lazy("Dank u wel. Het meldpunt heeft uw antwoord.")


# --- in by the link ---------------------------------------------------------------------------


@require_safe
def link(request, token):
    """Says who asks; writes nothing and shows nothing of the melding."""
    toegang = through(Toegang.objects.usable(timezone.now()).by_token(token))
    if toegang is None:
        return dead_link(request)
    request.gemeente = toegang.opvolging.melding.gemeente
    form = forms.OpenForm(initial={"token": token})
    form.knop = _("Stuur mij een code") if needs_code(toegang) else _("Bekijk de vraag")
    form.helper.form_action = reverse("opvolging:partner_openen")
    return render(request, "opvolging/partner/link.html", page(toegang, form=form, met_code=needs_code(toegang)))


@GET_OR_POST
def openen(request):
    """The button of the link: shows the ask, or mails a code first."""
    now = timezone.now()
    form = forms.OpenForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else ""
    toegang = through(Toegang.objects.usable(now).by_token(token))
    if toegang is None:
        return dead_link(request)
    if is_let_in(request, toegang, now):
        return see_other("opvolging:partner_vraag", toegang.pk)
    grants.grant(request.session, toegang.pk, grants.ASKED, now)
    mail_code(request, toegang, now)
    return see_other("opvolging:partner_code", toegang.pk)


def is_let_in(request, toegang, now):
    """Whether the link alone, this device or what was proven before is enough for the level."""
    session, niveau = request.session, toegang.opvolging.melding.vertrouwelijkheid
    if not needs_code(toegang):
        grants.grant(session, toegang.pk, grants.BY_LINK, now)
    elif is_known_device(session, toegang, now):
        grants.grant(session, toegang.pk, grants.BY_DEVICE, now)
    return grants.proven_level(session, toegang.pk, now) >= niveau


def mail_code(request, toegang, now):
    """Mail a code, or say why not; a code that came earlier still fits."""
    try:
        actions.request_code(toegang, now=now)
    except RefusedAction as refusal:
        messages.warning(request, refusal.message)


def dead_link(request):
    """The one page for a link that is unknown, withdrawn, expired or frozen, and for an ask of somebody else."""
    typed = [field for field in echo(request) if " " in field["waarde"].strip()]
    return render(request, "opvolging/partner/weg.html", {"velden": typed}, status=404)


def through(links):
    """The link that was proved, or None; from here on the rows of its melding can be seen, and no others."""
    with beyond_rows():
        toegang = links.first()
    if toegang:
        show_rows(meldingen=[toegang.opvolging.melding_id])
    return toegang


def with_access(door):
    """Give the view the link that this browser may use now; the database is asked at every request."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, pk, **kwargs):
            now = timezone.now()
            toegang = through(getattr(Toegang.objects.usable(now), door)(request.session, pk, now))
            if toegang is None:
                return dead_link(request)
            request.gemeente = toegang.opvolging.melding.gemeente
            return view(request, toegang, now, **kwargs)

        return wrapped

    return decorate


@GET_OR_POST
@with_access("asked")
def code(request, toegang, now):
    """The six digits; a wrong one is counted, and the tenth closes the link."""
    niveau = toegang.opvolging.melding.vertrouwelijkheid
    form = forms.CodeForm(request.POST if request.method == "POST" else None, niveau=niveau)
    if request.method == "POST" and form.is_valid():
        if actions.use_code(toegang, form.cleaned_data["code"], now=now):
            let_in(request, toegang, form.cleaned_data.get("onthoud"), now)
            return see_other("opvolging:partner_vraag", toegang.pk)
        if not Toegang.objects.usable(now).asked(request.session, toegang.pk, now).exists():
            return render(request, "opvolging/partner/dicht.html", page(toegang), status=403)
        form.add_error("code", _("Deze code klopt niet, of is ouder dan een kwartier. Kijk in de nieuwste mail."))
    again = forms.KnopForm(
        knop=_("Mail een nieuwe code"), naar=reverse("opvolging:partner_nieuwe_code", args=[toegang.pk])
    )
    return show(request, "opvolging/partner/code.html", toegang, form, opnieuw=again)


def let_in(request, toegang, remember, now):
    """The code was right: a new session key, eight hours for this ask, thirty days for this device if wanted."""
    request.session.cycle_key()
    grants.grant(request.session, toegang.pk, grants.BY_CODE, now)
    if remember:
        grants.remember_device(request.session, toegang.pk, now)


@GET_OR_POST
@with_access("asked")
def nieuwe_code(request, toegang, now):
    """Mail another code; the earlier ones keep fitting."""
    if request.method == "POST":
        mail_code(request, toegang, now)
    return see_other("opvolging:partner_code", toegang.pk)


# --- the ask ----------------------------------------------------------------------------------


@require_safe
@with_access("granted")
def vraag(request, toegang, now):
    """The extract, or the own answer when it has ended; its head is empty, and nobody gets it ahead (middleware)."""
    if request.method == "HEAD":
        return HttpResponse()
    opened = actions.open_ask(toegang, now=now)
    ask, contact = toegang.opvolging, toegang.contact
    lijst = forms.KnopForm(knop=_("Mail mij wat openstaat"), naar=reverse("opvolging:partner_lijst", args=[toegang.pk]))
    extra = {
        "gelezen": opened,
        "fotos": pictures_with_ask(toegang),
        "lijst": lijst,
        "wacht": ask.is_open and ask.uiterlijk < local_date(now),
        "aangenomen": ask.stand == VraagStand.AANGENOMEN,
        "aan_te_passen": can_revise(ask, now),
        "afwezig": contact.is_away(local_date(now)),
        "nu": now,
    }
    return render(request, "opvolging/partner/vraag.html", page(toegang, **extra))


@GET_OR_POST
@with_access("granted")
def aannemen(request, toegang, now):
    """Take it on; the finish date stands in the promise."""
    ask = toegang.opvolging
    if request.method != "POST" and ask.stand != VraagStand.GEVRAAGD:
        return see_other("opvolging:partner_vraag", toegang.pk)
    form = forms.AannemenForm(
        posted(request), uiterlijk=finish_by(ask, now), vandaag=local_date(now), niveau=ask.melding.vertrouwelijkheid
    )
    return act(request, toegang, form, actions.accept_ask, now, _("Dank u wel. U pakt dit op."), _("Pakt u dit op?"))


@GET_OR_POST
@with_access("granted")
def teruggeven(request, toegang, now):
    """Hand it back with a reason."""
    if request.method != "POST" and not toegang.opvolging.is_open:
        return see_other("opvolging:partner_vraag", toegang.pk)
    form = forms.TeruggevenForm(posted(request))
    done = _("Dank u wel. De vraag is terug bij het meldpunt. U hoeft niets meer te doen.")
    return act(request, toegang, form, actions.hand_back, now, done, _("De vraag teruggeven"))


@GET_OR_POST
@with_access("granted")
def toevoegen(request, toegang, now):
    """A note for the meldpunt while the ask runs."""
    if request.method != "POST" and not toegang.opvolging.is_open:
        return see_other("opvolging:partner_vraag", toegang.pk)
    form = forms.ToevoegenForm(posted(request), over_iemand=is_about_somebody(toegang))
    done = _("Verstuurd naar het meldpunt.")
    return act(request, toegang, form, actions.add_note, now, done, _("Iets toevoegen"))


@GET_OR_POST
@with_access("granted")
def afronden(request, toegang, now):
    """What was done, for the meldpunt and for the melder."""
    if request.method != "POST" and not toegang.opvolging.is_open:
        return see_other("opvolging:partner_vraag", toegang.pk)
    niveau = toegang.opvolging.melding.vertrouwelijkheid
    form = forms.AfrondenForm(posted(request), niveau=niveau, over_iemand=is_about_somebody(toegang))
    return act(request, toegang, form, actions.finish_ask, now, DANK, _("De vraag afronden"))


@GET_OR_POST
@with_access("granted")
def aanpassen(request, toegang, now):
    """Another version of the answer, within a day."""
    if request.method != "POST" and not can_revise(toegang.opvolging, now):
        return see_other("opvolging:partner_vraag", toegang.pk)
    opened = actions.open_ask(toegang, now=now).resultaat
    names = [naam for naam in forms.AanpassenForm.base_fields if hasattr(opened, naam)]
    initial = {naam: getattr(opened, naam) for naam in names}
    niveau = toegang.opvolging.melding.vertrouwelijkheid
    stond = result_in_words(opened)
    form = forms.AanpassenForm(posted(request), initial=initial, niveau=niveau, stond=stond)
    return act(request, toegang, form, actions.revise_result, now, DANK, _("Uw antwoord aanpassen"))


def act(request, toegang, form, action, now, done, titel):
    """Do what the form says and go back to the ask; otherwise the form again, with all that was typed."""
    who = {"contact": toegang.contact, "langs": Langs.LINK, "now": now}
    if form.is_bound and form.is_valid() and accepted(form, action, toegang.opvolging, **who):
        messages.success(request, done)
        return see_other("opvolging:partner_vraag", toegang.pk)
    return show(request, "opvolging/partner/handeling.html", toegang, form, kop=titel)


# --- away, and the list -----------------------------------------------------------------------


@GET_OR_POST
@with_access("granted")
def afwezig(request, toegang, now):
    """ "Ik ben er niet": the deputy is asked meanwhile."""
    contact, today = toegang.contact, local_date(now)
    initial = {"afwezig_van": contact.afwezig_van or today, "afwezig_tot": contact.afwezig_tot}
    away = contact.is_away(today)
    form = forms.AfwezigForm(posted(request), initial=initial if away else {"afwezig_van": today}, vandaag=today)
    if form.is_bound and form.is_valid() and accepted(form, actions.set_away, contact, now=now):
        messages.success(request, _("Dank u wel. Nieuwe vragen en herinneringen gaan naar uw vervanger."))
        return see_other("opvolging:partner_vraag", toegang.pk)
    back = forms.KnopForm(knop=_("Ik ben er weer"), naar=reverse("opvolging:partner_aanwezig", args=[toegang.pk]))
    return show(request, "opvolging/partner/afwezig.html", toegang, form, terug_form=away and back, nu=now)


@GET_OR_POST
@with_access("granted")
def aanwezig(request, toegang, now):
    """ "Ik ben er weer"."""
    if request.method == "POST":
        actions.set_away(toegang.contact, afwezig_van=None, afwezig_tot=None, now=now)
        messages.success(request, _("Fijn dat u er weer bent. Nieuwe vragen komen weer bij u."))
    return see_other("opvolging:partner_vraag", toegang.pk)


@GET_OR_POST
@with_access("granted")
def lijst(request, toegang, now):
    """Mail everything that is open at this address to this address."""
    if request.method != "POST":
        return see_other("opvolging:partner_vraag", toegang.pk)
    form = forms.KnopForm(request.POST, knop=_("Probeer het opnieuw"))
    if not (form.is_valid() and accepted(form, actions.mail_open_asks, toegang, now=now)):
        return show(request, "opvolging/partner/handeling.html", toegang, form, kop=_("Alles wat bij u openstaat"))
    if form.result == 0:
        messages.info(request, _("Er staat niets bij u open."))
    else:
        messages.success(request, _("Wij hebben u een mail gestuurd met alles wat bij u openstaat."))
    return see_other("opvolging:partner_vraag", toegang.pk)


# --- small --------------------------------------------------------------------------------------


def page(toegang, **extra):
    """What every page of a partner shows: who asks, and on which number."""
    ask = toegang.opvolging
    asker = {"vrager": ask.gevraagd_door.naam if ask.gevraagd_door else "", "gemeente": ask.melding.gemeente}
    return {"toegang": toegang, "vraag": ask, **asker, **extra}


def show(request, template, toegang, form, **extra):
    """A screen with a form: 422 or 409 when it came back."""
    status = form.status if form.is_bound else 200
    terug = reverse("opvolging:partner_vraag", args=[toegang.pk])
    return render(request, template, page(toegang, form=form, terug_url=terug, **extra), status=status)


def posted(request):
    """The data of a POST, None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def see_other(name, pk):
    """303: go and look there."""
    response = redirect(name, pk)
    response.status_code = 303
    return response
