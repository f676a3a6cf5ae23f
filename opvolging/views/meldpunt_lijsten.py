"""What the meldpunt sees of all its work: the worklist, and the mails that need a person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.outbox.actions import dismiss, resend
from buurtpreventie.outbox.models import Stand as BerichtStand
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import take_up_next
from meldingen.models import Melding, Overleg
from opvolging import mailbox
from opvolging.forms import meldpunt as forms
from opvolging.forms.samen import KeuzeForm
from opvolging.models import Bezorging
from opvolging.views.meldpunt import dossier_url, for_the_meldpunt
from opvolging.worklist import URGENT, Bak, badge, counts, found, in_tray, without_handler
from teams.models import Niveau
from teams.rollen import rollen_van

PER_PAGE = 25


def on_the_desk(request):
    """The meldingen that this person handles, as far as the seats go."""
    return Melding.objects.visible_to(request.user).at_meldpunt_of(request.user)


# --- the worklist -----------------------------------------------------------------------------


@require_safe
@for_the_meldpunt
def werklijst(request):
    """All that waits, in trays; the number of each tray is what its tile leads to."""
    now = timezone.now()
    lijst = forms.LijstForm(request.user, request.GET)
    mine = lijst.narrow(on_the_desk(request))
    per_tray = counts(mine, now, lijst.also_closed)
    context = {
        "lijst": lijst,
        "vakken": [tile(lijst, bak, per_tray[bak]) for bak in Bak],
        "pagina": page_of_tray(request, lijst, mine, per_tray, now),
        "post": mailbox.mail_counts(request.user, now),
        "door_te_geven": Bezorging.objects.visible_to(request.user).at_meldpunt_of(request.user).waiting_counts(now),
        "te_bellen": Overleg.objects.visible_to(request.user).at_meldpunt_of(request.user).waiting_counts(now),
        "meer_gemeenten": len(rollen_van(request.user).meldpunt_gemeenten) > 1,
        "chips": lijst.chips,
        "iedereen_heeft": not lijst.chosen and per_tray[Bak.ALLES] and not per_tray[Bak.NIEMAND],
        "alles_aan": "alles" in request.GET,
        "volgende_url": reverse("opvolging:volgende") + lijst.link(),
        "nu": now,
    }
    context |= choosing(lijst, context["pagina"].object_list, context["alles_aan"])
    return render(request, "opvolging/meldpunt/werklijst.html", context)


def choosing(lijst, rows, all_ticked):
    """The rows that may be ticked (open ones that run), and the form for what to do with them."""
    for melding in rows:
        melding.mag_gekozen = melding.is_open and melding.vertrouwelijkheid == Niveau.V0
    if not any(melding.mag_gekozen for melding in rows):
        return {}
    form = KeuzeForm()
    form.helper.form_id = "gekozen"
    form.helper.form_action = reverse("opvolging:gekozen") + lijst.link()
    link = lijst.link(pagina=lijst.carried.get("pagina", ""), alles="" if all_ticked else "1")
    return {"kiezen": form, "alles_url": reverse("opvolging:werklijst") + link}


def page_of_tray(request, lijst, mine, per_tray, now):
    """One page of the tray, or of what has the number that was looked for; the count is known already."""
    nummer = lijst.chosen.get("nummer")
    rows = found(on_the_desk(request), nummer, now) if nummer else in_tray(mine, lijst.tray, now, lijst.also_closed)
    paginator = Paginator(rows, PER_PAGE)
    if not nummer:
        paginator.count = per_tray[lijst.tray]
    page = paginator.get_page(request.GET.get("pagina"))
    page.object_list = list(page.object_list)
    for melding in page.object_list:
        melding.kleur, melding.stand_woorden = badge(melding)
    return page


def tile(lijst, bak, aantal):
    return {
        "aantal": aantal,
        "tekst": bak.label,
        "url": reverse("opvolging:werklijst") + lijst.link(bak=bak.value),
        "laat": bak in URGENT,
        "nu": bak == lijst.tray,
    }


@require_POST
@for_the_meldpunt
def volgende(request):
    """Take up the most urgent melding without a handler that fits the filters, and go there."""
    lijst = forms.LijstForm(request.user, request.GET)
    now = timezone.now()
    melding = take_up_next(
        without_handler(lijst.narrow_waiting(on_the_desk(request)), now), actor=request.user, now=now
    )
    if melding is None:
        messages.info(request, _("Er wacht niets dat nog niemand heeft. Goed gedaan."))
        return redirect(reverse("opvolging:werklijst") + lijst.link())
    messages.success(request, _("U behandelt deze melding nu."))
    return redirect(dossier_url(melding, lijst))


# --- mails that need a person -----------------------------------------------------------------


@require_safe
@for_the_meldpunt
def berichten(request):
    """What was refused, and what nobody knows about."""
    return show_berichten(request)


def show_berichten(request, form=None):
    now = timezone.now()
    mails = mailbox.mails_visible_to(request.user)
    paginator = Paginator(mailbox.needs_a_person(mails), PER_PAGE)
    page = paginator.get_page(request.GET.get("pagina"))
    page.object_list = mailbox.with_number(page.object_list, request.user)
    for mail in page.object_list:
        mail.wat, mail.reden = mailbox.what_in_words(mail), mailbox.reason_in_words(mail)
    context = {
        "pagina": page,
        "dood": [mail for mail in page.object_list if mail.stand == BerichtStand.DOOD],
        "onzeker": [mail for mail in page.object_list if mail.stand == BerichtStand.ONZEKER],
        "post": mailbox.mail_counts(request.user, now),
        "form": form,
        "nu": now,
    }
    return render(request, "opvolging/meldpunt/berichten.html", context, status=form.status if form else 200)


def decide_about_mail(request, pk, action, done):
    mail = get_object_or_404(mailbox.mails_visible_to(request.user), pk=pk)
    form = forms.NldsForm(request.POST)
    if form.is_valid() and accepted(form, action, mail, actor=request.user, now=timezone.now()):
        messages.success(request, done)
        return redirect("opvolging:berichten")
    return show_berichten(request, form)


@require_POST
@for_the_meldpunt
def bericht_opnieuw(request, bericht):
    """Send it again."""
    return decide_about_mail(request, bericht, resend, _("De mail staat klaar om opnieuw te gaan."))


@require_POST
@for_the_meldpunt
def bericht_weg(request, bericht):
    """Leave it."""
    return decide_about_mail(request, bericht, dismiss, _("De mail is van de lijst."))
