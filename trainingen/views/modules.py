"""What can be taught: modules with agenda, material and refreshers, for trainers and beheer of the gemeente."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.models import Gemeente
from teams.rollen import rollen_van
from teams.views.beheer import form_page, pressed, saved
from teams.wijzigingen import history, words_of
from trainingen.actions.module_parts import write_agenda, write_materialen, write_opfrissers
from trainingen.actions.modules import change_module, make_module, switch_module
from trainingen.actions.startset import take_startset
from trainingen.forms.module_parts import MaterialenForm, OnderdelenForm, OpfrissersForm
from trainingen.forms.modules import ModuleForm, ModuleNieuwForm
from trainingen.models import Doel, Materiaal, Module, Opfrisser
from trainingen.module_words import agenda_in_words, material_in_words, minutes_of, refreshers_in_words
from trainingen.permissions import can_train
from trainingen.querysets import sets_up
from trainingen.views.doors import GET_OR_POST, posted

FIELDS = ["naam", "waarover", "leerdoelen", "doelen", "duur_minuten", "volgorde", "met_acteur", "bewijs", "naderhand"]
NEW = {"duur_minuten": 180, "volgorde": 100}
HATS = ("trainer", "beheer")


def set_up_gemeente(request):
    """The gemeente of the hat of who sets up what is taught, else the first; 403 for who sets up nothing."""
    mine = sets_up(request.user)
    if not mine:
        raise PermissionDenied
    hat = request.pet.gemeente if request.pet and request.pet.rol in HATS else None
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=hat if hat in mine else min(mine))


def seen_module(request, pk):
    """A module of a gemeente where one sets up what is taught; for anybody else it does not exist."""
    return get_object_or_404(Module.objects.visible_to(request.user).select_related("gemeente").for_list(), pk=pk)


@login_required
@require_safe
def modules(request):
    """Every module of the gemeente; those that are switched off stand below."""
    gemeente = set_up_gemeente(request)
    rows = list(Module.objects.visible_to(request.user).filter(gemeente=gemeente).for_list())
    context = {
        "gemeente": gemeente,
        "groepen": [
            (_("In gebruik"), [row for row in rows if row.actief]),
            (_("Niet meer in gebruik"), [row for row in rows if not row.actief]),
        ],
        "leeg": not rows,
        "beheert": gemeente.pk in rollen_van(request.user).beheert,
    }
    return render(request, "trainingen/modules.html", context)


@login_required
@require_POST
def startset(request):
    """Take over the two modules of the pilot and the library of situations."""
    count = take_startset(set_up_gemeente(request), actor=request.user, now=timezone.now())
    words = _("De modules en de situaties staan klaar. U kunt alles aanpassen.")
    messages.success(request, words if count else _("U had alles uit de startset al. Er is niets veranderd."))
    return redirect("trainingen:modules")


@login_required
@require_safe
def module(request, module):
    """One module as a trainer reads it, on a screen or printed."""
    module = seen_module(request, module)
    context = {
        "module": module,
        "doelen": [Doel(doel).label for doel in module.doelen],
        "minuten": minutes_of(module),
        "plant": can_train(request.user, module.gemeente_id),
        "regels": history(request.user, module.gemeente, module),
    }
    return render(request, "trainingen/module.html", context)


@login_required
@GET_OR_POST
def module_nieuw(request):
    """Add a module of the gemeente's own."""
    gemeente = set_up_gemeente(request)
    form = ModuleNieuwForm(posted(request), initial=NEW, stond={})
    words = _("De module staat erbij. Zet nu de onderdelen van de avond erin.")
    if saved(request, form, make_module, gemeente, words=words):
        return redirect("trainingen:module_agenda", form.result.pk)
    back = {"terug": reverse("trainingen:modules"), "terug_tekst": _("Modules")}
    return form_page(request, form, titel=_("Module toevoegen"), **back)


@login_required
@GET_OR_POST
def module_wijzigen(request, module):
    """Change what the module is about; looking first changes nothing."""
    module = seen_module(request, module)
    now_there = {veld: getattr(module, veld) for veld in FIELDS}
    form = ModuleForm(posted(request), initial=now_there, stond=words_of(module, FIELDS))
    if saved(request, form, change_module, module, words=_("De module is opgeslagen.")):
        return redirect("trainingen:module", module.pk)
    return part_page(request, form, module, _("%(module)s wijzigen") % {"module": module.naam})


@login_required
@GET_OR_POST
def module_agenda(request, module):
    """The parts of the evening, in their order."""
    module = seen_module(request, module)
    words = agenda_in_words(module)
    form = OnderdelenForm(posted(request), initial={"agenda": words}, stond={"agenda": words})
    if saved(request, form, write_agenda, module, words=_("De onderdelen zijn opgeslagen.")):
        return redirect("trainingen:module", module.pk)
    return part_page(request, form, module, _("Onderdelen van %(module)s") % {"module": module.naam})


@login_required
@GET_OR_POST
def module_materiaal(request, module):
    """What is used and handed out."""
    module = seen_module(request, module)
    things = Materiaal.objects.visible_to(request.user).filter(module=module)
    form = MaterialenForm(posted(request), materialen=things, stond={"materiaal": material_in_words(module)})
    if saved(request, form, write_materialen, module, words=_("Het materiaal is opgeslagen.")):
        return redirect("trainingen:module", module.pk)
    explained = _("Wilt u iets weghalen? Maak dan de naam leeg.")
    return part_page(request, form, module, _("Materiaal bij %(module)s") % {"module": module.naam}, uitleg=explained)


@login_required
@GET_OR_POST
def module_opfrissers(request, module):
    """The short texts of some months later."""
    module = seen_module(request, module)
    texts = Opfrisser.objects.visible_to(request.user).filter(module=module)
    form = OpfrissersForm(posted(request), opfrissers=texts, stond={"opfrissers": refreshers_in_words(module)})
    if saved(request, form, write_opfrissers, module, words=_("De opfrissers zijn opgeslagen.")):
        return redirect("trainingen:module", module.pk)
    explained = _(
        "Wie bij de training was, krijgt deze tekst een aantal maanden later per mail. "
        "Laat een tekst leeg als u niets wilt sturen."
    )
    return part_page(request, form, module, _("Opfrissers bij %(module)s") % {"module": module.naam}, uitleg=explained)


def part_page(request, form, module, titel, **context):
    """A form about one module, with the way back to it."""
    back = {"terug": reverse("trainingen:module", args=[module.pk]), "terug_tekst": module.naam}
    return form_page(request, form, titel=titel, **back, **context)


@login_required
@require_POST
def module_aan(request, module):
    words = _("Deze module is weer in gebruik.")
    return switched(request, module, actief=True, words=words)


@login_required
@require_POST
def module_uit(request, module):
    words = _("Deze module is niet meer in gebruik. Avonden die al gepland zijn, gaan door.")
    return switched(request, module, actief=False, words=words)


def switched(request, pk, *, actief, words):
    """Off or on, and back to its page."""
    module = seen_module(request, pk)
    naar = reverse("trainingen:module", args=[module.pk])
    return pressed(request, switch_module, module, words=words, naar=naar, actief=actief)
