"""Beheer of the own gemeente: what needs attention, categories, and who covers which buurt."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meldingen import actions
from meldingen.attention import attention_points
from meldingen.coverage import coverage
from meldingen.forms.beheer import CategorieForm, CategorieNieuwForm
from meldingen.models import Categorie
from meldingen.numbers import urgent_number
from meldingen.promises import not_heard, promises, readers
from teams.models import Gemeente, Niveau, Soort
from teams.rollen import rollen_van
from teams.views.beheer import GET_OR_POST, form_page, managed, own_gemeente, posted, pressed, saved
from teams.wijzigingen import history, words_of

FIELDS = [
    "naam",
    "groep",
    "kijk_naar",
    "tip",
    "spoed",
    "partner_soort",
    "reactie_werkdagen",
    "antwoord_werkdagen",
    "vertrouwelijkheid",
    "bewaar_maanden",
    "ook",
    "fotos",
    "zwaar",
    "tekst_verborgen",
    "volgorde",
]
MAY_SEE_COVERAGE = ("beheer", "beleid", "meldpunt")


@login_required
@require_safe
def beheer(request):
    """The start of beheer: what needs attention, and everything that can be set."""
    gemeente = own_gemeente(request)
    points = [
        {"tekst": point.tekst, "url": reverse(point.pagina, args=point.wie)}
        for point in attention_points(gemeente, timezone.localdate())
    ]
    return render(request, "meldingen/beheer/start.html", {"gemeente": gemeente, "punten": points})


# --- categories ---------------------------------------------------------------------------------


@login_required
@require_safe
def categorieen(request):
    """All categories of the gemeente, by kind and group."""
    gemeente = own_gemeente(request)
    rows = Categorie.objects.visible_to(request.user).filter(gemeente=gemeente).select_related("gemeente")
    kinds = [
        (label, [c for c in rows.order_by("volgorde", "code") if c.soort == soort]) for soort, label in Soort.choices
    ]
    return render(request, "meldingen/beheer/categorieen.html", {"gemeente": gemeente, "soorten": kinds})


@login_required
@GET_OR_POST
def categorie(request, pk):
    """Change one category; looking first changes nothing."""
    rows = Categorie.objects.visible_to(request.user).select_related("gemeente")
    categorie = managed(request, rows, pk=pk)
    form = CategorieForm(
        posted(request),
        initial={veld: getattr(categorie, veld) for veld in FIELDS} | {"kijk_naar": "\n".join(categorie.kijk_naar)},
        stond=words_of(categorie, FIELDS),
        **choices(request, categorie.gemeente),
    )
    words = _("Het onderwerp is opgeslagen. Het geldt voor nieuwe meldingen.")
    if not form.only_looks and saved(request, form, actions.change_categorie, categorie, words=words):
        return redirect("meldingen:categorie", categorie.pk)
    regels = history(request.user, categorie.gemeente, categorie)
    return category_page(request, form, categorie, f"{categorie.code}: {categorie.naam}", regels=regels)


def choices(request, gemeente):
    """The groups that are there, and the terms of the gemeente for who leaves them empty."""
    rows = Categorie.objects.visible_to(request.user).filter(gemeente=gemeente)
    return {
        "groepen": list(dict.fromkeys(rows.order_by("soort", "volgorde").values_list("groep", flat=True))),
        "termijnen": (gemeente.reactie_werkdagen, gemeente.antwoord_werkdagen),
    }


def category_page(request, form, categorie, titel, **context):
    """The form, with what the melder would see of it."""
    typed = as_typed(form, categorie) if form.only_looks else None
    if typed is not None or not form.is_bound:
        context["voorbeeld"] = as_melder_sees(typed or categorie) if typed or categorie.pk else None
    return form_page(
        request,
        form,
        titel=titel,
        terug=reverse("meldingen:categorieen"),
        terug_tekst=_("Categorieën"),
        template="meldingen/beheer/categorie.html",
        status=200 if typed is not None else None,
        categorie=categorie,
        alleen_bekeken=typed is not None,
        **context,
    )


def as_typed(form, categorie):
    """The category as the form says, not saved; None when the form is not sound."""
    if not form.is_valid():
        return None
    facts = {veld: form.cleaned_data[veld] for veld in [*FIELDS, "soort"] if veld in form.cleaned_data}
    return Categorie(**{"gemeente": categorie.gemeente, "soort": categorie.soort} | facts)


def as_melder_sees(categorie):
    """What a melder sees of this category: words, number, readers and promises."""
    now = timezone.now()
    kept = categorie.vertrouwelijkheid < Niveau.V4
    return {
        "categorie": categorie,
        "spoed": urgent_number(categorie, now),
        "wordt_bewaard": kept,
        "lezers": list(readers(categorie, in_team=True)) if kept else [],
        "beloften": promises(categorie, now) if kept else None,
        "niet_horen": not_heard(categorie),
    }


@login_required
@GET_OR_POST
def categorie_nieuw(request):
    """Add a category of the gemeente's own."""
    gemeente = own_gemeente(request)
    empty = Categorie(gemeente=gemeente, soort=Soort.OPENBARE_RUIMTE, vertrouwelijkheid=Niveau.V0)
    form = CategorieNieuwForm(
        posted(request),
        initial={"code": actions.free_code(gemeente), "volgorde": 500, "spoed": "GEEN"},
        stond={},
        **choices(request, gemeente),
    )
    if not form.only_looks and saved(
        request, form, actions.make_categorie, gemeente, words=_("Het onderwerp staat erbij.")
    ):
        return redirect("meldingen:categorie", form.result.pk)
    return category_page(request, form, empty, _("Onderwerp toevoegen"))


@login_required
@require_POST
def categorie_aan(request, pk):
    return switched(request, pk, actief=True)


@login_required
@require_POST
def categorie_uit(request, pk):
    return switched(request, pk, actief=False)


def switched(request, pk, *, actief):
    """Nobody can choose it any more, or everybody can again."""
    categorie = managed(request, Categorie.objects.visible_to(request.user), pk=pk)
    words = (
        _("Melders kunnen dit onderwerp weer kiezen.")
        if actief
        else _("Melders kunnen dit onderwerp niet meer kiezen.")
    )
    naar = reverse("meldingen:categorie", args=[categorie.pk])
    return pressed(request, actions.switch_categorie, categorie, words=words, naar=naar, actief=actief)


# --- coverage -----------------------------------------------------------------------------------


@login_required
@require_safe
def dekking(request):
    """Who takes up what in which buurt, and what nobody takes up yet."""
    rollen = rollen_van(request.user)
    places = set().union(*(rollen.aangesteld.get(rol, ()) for rol in MAY_SEE_COVERAGE))
    if not places:
        raise PermissionDenied
    here = request.pet.gemeente
    pk = here if here in places else min(places)
    gemeente = get_object_or_404(Gemeente.objects.visible_to(request.user), pk=pk)
    found = coverage(gemeente, timezone.localdate())
    context = {"gemeente": gemeente, "dekking": found, "beheert": gemeente.pk in rollen.beheert}
    return render(request, "meldingen/beheer/dekking.html", context)
