"""Reporting: from a filled-in form to a melding with a date and a promise."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.audit.actions import record
from buurtpreventie.database import act, beyond_rows
from buurtpreventie.errors import RefusedAction
from meldingen.actions.cards import entered_before, hold_card, use_card
from meldingen.actions.life import advance, locked
from meldingen.actions.people import known_person
from meldingen.actions.photos import add_photos, move_photos
from meldingen.addresses import address_index, street_index, streets_of
from meldingen.mails import mail_nu_bellen, mail_ontvangen
from meldingen.models import Aanvulling, Concept, Melding, MeldingInhoud, Stand
from meldingen.rounds import belongs_to_round
from teams.clocks import Kalender
from teams.models import Niveau, Soort


def report_melding(*, actor, categorie, buurt, inhoud, now, melder=None, concept_id=None, **feiten):
    """Take in a melding; pressed twice (the same ``concept_id``) it is one melding and the first is given back.

    ``kaart`` is the number of a printed card: the melding takes it. A ``melder`` that is not saved is somebody new.
    ``inhoud`` maps fields of MeldingInhoud to text; ``feiten`` are fields of Melding (team, gevaar, naam_delen …).
    ``ronde`` is left out unless the melding is open and of the team that walked.
    Raises RefusedAction for a category of which nothing is kept (V4) or that was switched off.
    """
    if categorie.vertrouwelijkheid > Niveau.V3:
        raise RefusedAction(_("Hierover bewaren wij niets. Bel het nummer dat op de pagina staat."))
    if categorie.soort == Soort.TEAM:
        _refuse_through_team(melder or actor, actor, feiten.get("antwoord_via"))
    if not categorie.actief:
        raise RefusedAction(_("Dit onderwerp bestaat niet meer. Kies een ander onderwerp."))
    try:
        with transaction.atomic():
            return _create(actor, categorie, buurt, inhoud, now, melder or actor, concept_id, feiten)
    except IntegrityError:
        earlier = Melding.objects.filter(concept_id=concept_id, ingevoerd_door=actor).first() if concept_id else None
        if earlier is None:
            raise
        return earlier


def _refuse_through_team(melder, actor, antwoord_via):
    """What is wrong in a team is written by who feels it, and answered outside the team."""
    if melder != actor:
        raise RefusedAction(_("Dit kan iemand alleen zelf doorgeven. Geef het nummer van de gemeente."))
    if antwoord_via == AntwoordVia.COORDINATOR:
        raise RefusedAction(_("Kies een andere manier om antwoord te krijgen, buiten uw coördinator om."))


def _create(actor, categorie, buurt, inhoud, now, melder, concept_id, feiten):
    gemeente = categorie.gemeente
    card = hold_card(feiten.pop("kaart", ""), gemeente)
    if card and card.melding_id:
        return entered_before(card, concept_id)
    if card:
        feiten["nummer"] = card.nummer
    melder = known_person(melder, gemeente, actor=actor, now=now)
    kalender = Kalender.of(gemeente)
    belofte = kalender.term_date(now, categorie.antwoord_termijn)
    feiten.setdefault("tekst_verborgen", categorie.tekst_verborgen)
    if concept_id:
        feiten["concept_id"] = concept_id
    keep_off_round(feiten, categorie)
    melding = Melding.objects.create(
        gemeente=gemeente,
        categorie=categorie,
        buurt=buurt,
        melder=melder,
        ingevoerd_door=actor,
        vertrouwelijkheid=categorie.vertrouwelijkheid,
        gemeld_op=now,
        reageren_voor=kalender.term_date(now, categorie.reactie_termijn),
        antwoord_voor=belofte,
        eerste_belofte=belofte,
        straat_index=street_index(gemeente.pk, categorie.vertrouwelijkheid, inhoud.get("straat", "")),
        **feiten,
    )
    if card:
        use_card(card, melding)
    house = address_index(gemeente.pk, inhoud.get("straat", ""), inhoud.get("huisnummer", ""))
    MeldingInhoud.objects.create(melding=melding, adres_index=house, **inhoud)
    Concept.objects.filter(pk=concept_id).update(antwoorden={}, verstuurd_op=now)
    if concept_id:
        move_photos(concept_id, melding)
    record(
        "melding.ontvangen",
        melding,
        actor=actor,
        now=now,
        categorie=categorie.code,
        niveau=categorie.vertrouwelijkheid,
        reageren_voor=melding.reageren_voor,
        antwoord_voor=belofte,
        namens=melder != actor,
    )
    mail_ontvangen(melding, now)
    if categorie.is_now:
        mail_nu_bellen(melding, now)
    return melding


def keep_off_round(feiten, categorie):
    """Nothing about a person is tied to a round: not itself, and not through the melding it was made beside."""
    ronde, beside = feiten.get("ronde"), feiten.get("afgesplitst_van")
    fits = ronde and ronde.team == feiten.get("team") and belongs_to_round(categorie.soort, categorie.vertrouwelijkheid)
    if not fits:
        feiten["ronde"] = None
    if categorie.vertrouwelijkheid >= Niveau.V2 and beside and beside.ronde_id:
        feiten["afgesplitst_van"] = None


@beyond_rows()
def same_in_street(categorie, straat):
    """When open meldingen of this category in this street came in, by whomever, newest first (formulieren)."""
    is_kept = categorie.vertrouwelijkheid <= Niveau.V1
    indexes = streets_of(categorie.gemeente_id, straat) if is_kept else []
    if not indexes:
        return []
    found = Melding.objects.open().filter(categorie=categorie, straat_index__in=indexes)
    return list(found.order_by("-gemeld_op").values_list("gemeld_op", flat=True))


@act
def add_aanvulling(melding, *, tekst, actor, now, fotos=()):
    """Keep what the melder adds later, words or photos or both; the same sent twice is one addition.

    Raises RefusedAction when the melding is no longer open, or when these photos cannot come along.
    """
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al beantwoord. Zag u iets nieuws? Zeg dat dan bij het antwoord."))
    if fotos:
        add_photos(melding, fotos, actor=actor, now=now)
    latest = Aanvulling.objects.filter(melding=melding).last()
    if not tekst:
        return latest
    if latest and (latest.door, latest.tekst) == (actor, tekst):
        return latest
    aanvulling = Aanvulling.objects.create(melding=melding, door=actor, op=now, tekst=tekst)
    record("melding.aangevuld", melding, actor=actor, now=now)
    return aanvulling


@act
def withdraw_melding(melding, *, actor, now):
    """Withdraw as ontwerp §3: V0/V1 before pick-up ends; of V2/V3 only the name goes and the melding is still read."""
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar en kan niet meer worden ingetrokken."))
    if melding.is_confidential:
        return _withdraw_name(melding, actor, now)
    if melding.stand != Stand.ONTVANGEN:
        raise RefusedAction(_("Iemand is al met uw melding bezig. Intrekken kan niet meer. Bel het meldpunt."))
    melding.reageren_voor = None
    advance(melding, Stand.INGETROKKEN, now)
    record("melding.ingetrokken", melding, actor=actor, now=now)
    return melding


def _withdraw_name(melding, actor, now):
    melding.naam_ingetrokken_op, melding.naam_delen = now, False
    if melding.ingevoerd_door_id == melding.melder_id:
        melding.ingevoerd_door = None
    melding.melder = None
    melding.save()
    record("melding.naam_ingetrokken", melding, actor=None, now=now)
    return melding
