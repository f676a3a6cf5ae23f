"""Forms that the walk over all pages does not meet by itself: what must be sent for them, or of what they are made."""

from types import SimpleNamespace

from buurtpreventie.accounts import forms as accounts
from buurtpreventie.ui.stijlgids import StapForm
from evaluaties.forms.papier import ControleForm
from evaluaties.forms.vragen_aan import RedenForm
from evaluaties.models import RapportSoort
from meldingen.forms.shared_pages import GebeldForm
from meldingen.forms.talks import OnderwerpCodeForm
from meldingen.models import Melding
from opvolging.forms.bezorgen import OverbrengForm
from opvolging.forms.melder import OordeelForm
from opvolging.forms.namens import AndersForm
from opvolging.forms.samen import OvernemenForm
from opvolging.forms.wissen import AanhoudBesluitForm
from opvolging.forms.wissen import StopForm as AanhoudStopForm
from opvolging.forms.zaak import EerderForm
from teams.models import Contact
from teams.rondes.forms.lopen import ToenThuisForm
from teams.rondes.models import Ronde
from trainingen.forms.avond import NotitieForm
from trainingen.forms.leerwensen import WensForm
from trainingen.forms.planning import (
    KennisavondWijzigForm,
    NieuweKennisavondForm,
    NieuweTrainingForm,
    TrainingWijzigForm,
)
from trainingen.models import Sessie


def several(doe):
    """The numbers of two open meldingen, and what to do with them."""
    return lambda huis: {"doe": doe, "zeker": "1", "nummer": open_numbers(huis)}


def open_numbers(huis):
    rows = Melding.objects.filter(gemeente=huis.here.gemeente, vertrouwelijkheid=0, stand="ontvangen")
    return list(rows.values_list("nummer", flat=True)[:2])


def chosen_rows(huis):
    """Rows as the page of a colleague who is away shows them."""
    return [SimpleNamespace(nummer=nummer, pk=number, keuze=nummer) for number, nummer in enumerate(open_numbers(huis))]


# (role, method, name of the address, its parameters by the name of the thing, what is sent)
EXTRA = (
    *(("beleid", "post", "evaluaties:rapport_aanvragen", {}, {"soort": soort}) for soort in RapportSoort.values),
    *(("trainer", "post", "evaluaties:rapport_aanvragen", {}, {"soort": soort}) for soort in RapportSoort.values),
    ("trainer", "get", "evaluaties:papier", {"afname": "afname"}, {"aantal": "1"}),
    *(
        ("meldpunt", "post", "opvolging:gekozen", {}, several(doe))
        for doe in ("oppakken", "vragen", "sluiten", "samen")
    ),
    ("melder", "get", "rondes:agenda", {}, {}),
    ("coordinator", "get", "trainingen:leerwensen", {"team": "team"}, {}),
    ("anonymous", "post", "ui:voorbeeld", {"naam": "naam"}, {}),
)
MADE = {
    accounts.ChangePasswordForm: lambda huis: {"user": huis.here.melder},
    accounts.SetPasswordForm: lambda huis: {"user": huis.here.melder},
    accounts.ReauthenticateForm: lambda huis: {"user": huis.here.melder},
    accounts.MfaAuthenticateForm: lambda huis: {"user": huis.here.beheer},
    accounts.UitnodigingForm: lambda huis: {"gebruiker": huis.here.collega},
    accounts.CodeForm: lambda huis: {},
    accounts.ConfirmLoginCodeForm: lambda huis: {"code": "123456"},
    accounts.DeactivateTotpForm: lambda huis: {"authenticator": None},
    StapForm: lambda huis: {},
    ControleForm: lambda huis: {"totalen": [], "aantal": 3},
    RedenForm: lambda huis: {"stond": {}},
    GebeldForm: lambda huis: {},
    OnderwerpCodeForm: lambda huis: {},
    OverbrengForm: lambda huis: {},
    EerderForm: lambda huis: {},
    WensForm: lambda huis: {},
    OordeelForm: lambda huis: {"melding": huis.things["own", "open_ask"].melding},
    AanhoudBesluitForm: lambda huis: {},
    AanhoudStopForm: lambda huis: {},
    AndersForm: lambda huis: {"contacts": Contact.objects.filter(partner__gemeente=huis.here.gemeente)},
    OvernemenForm: lambda huis: {"meldingen": chosen_rows(huis)},
    ToenThuisForm: lambda huis: {"ronde": Ronde.objects.get(pk=huis.things["own", "ronde_gelopen"])},
    NotitieForm: lambda huis: {"sessie": Sessie.objects.get(pk=huis.things["own", "sessie_gehouden"])},
}
SIBLINGS = {NieuweKennisavondForm: NieuweTrainingForm, KennisavondWijzigForm: TrainingWijzigForm}
