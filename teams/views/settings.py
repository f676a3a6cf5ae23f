"""Settings of the own gemeente: numbers, terms, hours, closing days and numbers to call."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.refusals import accepted
from teams import actions
from teams.forms.settings import (
    BelnummerBewerkForm,
    BelnummerForm,
    BereikForm,
    BewaarForm,
    DagWegForm,
    SluitingsdagForm,
    TermijnenForm,
    WeekForm,
)
from teams.models import Belnummer, Openingstijd, Sluitingsdag
from teams.views.beheer import GET_OR_POST, form_page, managed, own_gemeente, posted, saved
from teams.wijzigingen import history, in_words, week_in_words, words_of

BEREIK = ["telefoon", "meldpunt_telefoon", "buiten_openingstijd_telefoon", "meldpunt_email", "contact_email"]
WERKDAGEN = ["reactie_werkdagen", "antwoord_werkdagen"]
TERMIJNEN = [*WERKDAGEN, "bevrijdingsdag_vrij", "goede_vrijdag_vrij"]
BEWAREN = ["bewaar_v0", "bewaar_v1", "bewaar_v2", "bewaar_v3"]
NUMMER = ["naam", "nummer", "tekst", "volgorde", "actief"]


@login_required
@require_safe
def instellingen(request):
    """What this gemeente set for itself, each with the way to change it."""
    gemeente = own_gemeente(request)
    context = {
        "gemeente": gemeente,
        "bereik": rows_of(gemeente, BEREIK),
        "termijnen": rows_of(gemeente, TERMIJNEN),
        "bewaren": rows_of(gemeente, BEWAREN),
        "week": week_in_words(week_of(gemeente)),
        "dagen": closing_days(gemeente),
        "regels": history(
            request.user, gemeente, gemeente, velden=[*BEREIK, *TERMIJNEN, *BEWAREN, "week", "sluitingsdag"]
        ),
    }
    return render(request, "teams/beheer/instellingen.html", context)


def rows_of(gemeente, velden):
    """Name and value of these fields, for a list."""
    names = {veld: gemeente._meta.get_field(veld).verbose_name for veld in velden}
    names |= {
        "reactie_werkdagen": _("Hoort of iemand het oppakt, binnen"),
        "antwoord_werkdagen": _("Krijgt antwoord, binnen"),
        "bevrijdingsdag_vrij": _("Dicht op 5 mei"),
        "goede_vrijdag_vrij": _("Dicht op Goede Vrijdag"),
        "bewaar_v0": _("Hele team"),
        "bewaar_v1": _("Team en meldpunt"),
        "bewaar_v2": _("Vertrouwelijk"),
        "bewaar_v3": _("Strikt vertrouwelijk"),
    }
    return [{"naam": str(names[veld]).capitalize(), "waarde": value_of(gemeente, veld)} for veld in velden]


def value_of(gemeente, veld):
    """The value of this field with its unit."""
    n = getattr(gemeente, veld)
    if veld in WERKDAGEN:
        return ngettext("%(n)d werkdag", "%(n)d werkdagen", n) % {"n": n}
    if veld in BEWAREN:
        return ngettext("%(n)d maand nadat de melding klaar is", "%(n)d maanden nadat de melding klaar is", n) % {
            "n": n
        }
    return in_words(gemeente, veld)


def week_of(gemeente):
    """The opening hours by weekday."""
    rows = Openingstijd.objects.filter(gemeente=gemeente)
    return {tijd.weekdag: (tijd.van, tijd.tot) for tijd in rows}


def closing_days(gemeente):
    """The days to come on which the gemeente is closed."""
    return Sluitingsdag.objects.filter(gemeente=gemeente, datum__gte=timezone.localdate()).order_by("datum")


def part(request, form_class, velden, titel, uitleg=""):
    """One part of the settings in a form."""
    gemeente = own_gemeente(request)
    initial = {veld: getattr(gemeente, veld) for veld in velden}
    form = form_class(posted(request), initial=initial, stond=words_of(gemeente, velden))
    if saved(request, form, actions.change_settings, gemeente, words=_("Opgeslagen.")):
        return redirect("teams:instellingen")
    return settings_page(request, gemeente, form, titel, uitleg, velden)


def settings_page(request, gemeente, form, titel, uitleg, velden):
    """A form of the settings, with what changed about them."""
    return form_page(
        request,
        form,
        titel=titel,
        uitleg=uitleg,
        terug=reverse("teams:instellingen"),
        terug_tekst=_("Instellingen"),
        regels=history(request.user, gemeente, gemeente, velden=velden),
    )


@login_required
@GET_OR_POST
def bereik(request):
    """Telephone numbers and mail addresses."""
    return part(request, BereikForm, BEREIK, _("Telefoon en mail"))


@login_required
@GET_OR_POST
def termijnen(request):
    """The promises to melders, and two days of the year."""
    uitleg = _(
        "Dit geldt als er bij een categorie of in een afspraak niets anders staat. Het geldt voor nieuwe meldingen."
    )
    return part(request, TermijnenForm, TERMIJNEN, _("Termijnen en feestdagen"), uitleg)


@login_required
@GET_OR_POST
def bewaren(request):
    """How long the contents of a melding stay after it was closed."""
    uitleg = _(
        "De termijn begint als de melding is beantwoord of ingetrokken. Daarna staat de melding 14 dagen op de "
        "wislijst. Wordt een termijn korter, dan geldt dat ook voor meldingen die er al zijn."
    )
    return part(request, BewaarForm, BEWAREN, _("Hoe lang bewaren wij een melding?"), uitleg)


@login_required
@GET_OR_POST
def openingstijden(request):
    """When the meldpunt reads along."""
    gemeente = own_gemeente(request)
    week = week_of(gemeente)
    form = WeekForm(posted(request), tijden=week, stond={"week": week_in_words(week)})
    if saved(request, form, actions.set_opening_hours, gemeente, words=_("De openingstijden zijn opgeslagen.")):
        return redirect("teams:instellingen")
    uitleg = _("Buiten deze uren zien melders het nummer voor buiten openingstijd.")
    return settings_page(request, gemeente, form, _("Openingstijden van het meldpunt"), uitleg, ["week"])


@login_required
@GET_OR_POST
def sluitingsdagen(request):
    """Days on which the gemeente is closed, beside the public holidays."""
    gemeente = own_gemeente(request)
    form = SluitingsdagForm(posted(request))
    if saved(request, form, actions.add_closing_day, gemeente, words=_("De sluitingsdag staat erbij.")):
        return redirect("teams:sluitingsdagen")
    return form_page(
        request,
        form,
        titel=_("Sluitingsdagen"),
        terug=reverse("teams:instellingen"),
        terug_tekst=_("Instellingen"),
        template="teams/beheer/sluitingsdagen.html",
        dagen=closing_days(gemeente),
        regels=history(request.user, gemeente, gemeente, velden=["sluitingsdag"]),
    )


@login_required
@require_POST
def sluitingsdag_weg(request):
    """Open after all."""
    gemeente = own_gemeente(request)
    form = DagWegForm(request.POST)
    if form.is_valid():
        accepted(form, actions.remove_closing_day, gemeente, actor=request.user, now=timezone.now())
    return redirect("teams:sluitingsdagen")


# --- numbers to call --------------------------------------------------------------------------


@login_required
@require_safe
def belnummers(request):
    """The own numbers on "Wie bel ik?"."""
    gemeente = own_gemeente(request)
    context = {
        "gemeente": gemeente,
        "nummers": Belnummer.objects.visible_to(request.user)
        .filter(gemeente=gemeente)
        .order_by("-actief", "volgorde", "naam"),
        "regels": history(request.user, gemeente, soort="teams.belnummer"),
    }
    return render(request, "teams/beheer/belnummers.html", context)


@login_required
@GET_OR_POST
def belnummer_nieuw(request):
    gemeente = own_gemeente(request)
    form = BelnummerForm(posted(request))
    if saved(request, form, actions.make_number, gemeente, words=_("Het nummer staat bij “Wie bel ik?”.")):
        return redirect("teams:belnummers")
    return number_page(request, form, _("Nummer toevoegen"))


@login_required
@GET_OR_POST
def belnummer(request, pk):
    """Change a number, or take it off the list."""
    nummer = managed(request, Belnummer.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    initial = {veld: getattr(nummer, veld) for veld in NUMMER}
    form = BelnummerBewerkForm(posted(request), initial=initial, stond=words_of(nummer, NUMMER))
    if saved(request, form, actions.change_number, nummer, words=_("Het nummer is opgeslagen.")):
        return redirect("teams:belnummers")
    return number_page(request, form, nummer.naam, regels=history(request.user, nummer.gemeente, nummer))


def number_page(request, form, titel, **context):
    terug = reverse("teams:belnummers")
    return form_page(request, form, titel=titel, terug=terug, terug_tekst=_("Nummers om te bellen"), **context)
