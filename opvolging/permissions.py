"""May they? Questions about one person and one ask or answer."""

from meldingen.mails import hears_by_mail
from meldingen.models import Melding, Stand
from meldingen.permissions import can_handle, is_melder
from opvolging.grants import remembered_links
from opvolging.models import Aanhouding, Bezorging, Terugkoppeling, Toegang, Verlaging, Verzoek, VraagAanMelder
from teams.models import Niveau, Soort
from teams.rollen import rollen_van

Oordeel = Terugkoppeling.Oordeel


def oordelen_for(melding: Melding):
    """The verdicts that belong to the level; the second round has no reopening, and an offer of help none at all."""
    if melding.categorie.is_offer:
        return []
    if melding.vertrouwelijkheid >= Niveau.V2:
        return [Oordeel.GENOEG, Oordeel.BEL_MIJ] + ([Oordeel.IETS_NIEUWS] if melding.keer == 1 else [])
    return [Oordeel.OPGELOST, Oordeel.DEELS, Oordeel.NIET_OPGELOST]


def can_judge(user, terugkoppeling: Terugkoppeling) -> bool:
    """The melder, about the last answer, as long as nothing was said about it."""
    melding = terugkoppeling.melding
    return (
        is_melder(user, melding)
        and not melding.categorie.is_offer
        and terugkoppeling.soort == Terugkoppeling.Soort.ANTWOORD
        and not terugkoppeling.oordeel
        and terugkoppeling.keer == melding.keer
        and melding.stand == Stand.BEANTWOORD
    )


def can_ask(user, melding: Melding) -> bool:
    """The handler, while it runs or waits for its answer."""
    return is_handler(user, melding) and melding.stand in (Stand.OPGEPAKT, Stand.AFGEROND)


def is_handler(user, melding: Melding) -> bool:
    """Only who handles a melding acts on it; a colleague takes over first."""
    return can_handle(user, melding) and melding.behandelaar_id == user.pk


def can_nudge(user, melding: Melding) -> bool:
    """Who leads the team of an open melding that may be read there: ask the meldpunt how it stands (E156)."""
    return melding.team_id in rollen_van(user).coordineert


def can_print_brief(user, melding: Melding) -> bool:
    """The handler, for a melder who does not hear by mail and whose name is still there (E067)."""
    return is_handler(user, melding) and melding.melder is not None and not hears_by_mail(melding)


def sees_figures_of(user) -> frozenset[int]:
    """The gemeenten whose figures this person reads (ontwerp §4)."""
    aangesteld = rollen_van(user).aangesteld
    return aangesteld.get("beleid", frozenset()) | aangesteld.get("toezicht", frozenset())


def needs_code(toegang: Toegang) -> bool:
    """From V2 on a partner's link is not enough."""
    return toegang.opvolging.melding.vertrouwelijkheid >= Niveau.V2


def is_known_device(session, toegang: Toegang, now) -> bool:
    """This device proved this address in the last thirty days; good up to V2, and not through a frozen link."""
    if toegang.opvolging.melding.vertrouwelijkheid > Niveau.V2:
        return False
    proven = Toegang.objects.filter(pk__in=remembered_links(session, now), bevroren_op__isnull=True)
    return proven.filter(email=toegang.email).exists()


def can_assign(user, melding: Melding) -> bool:
    """The handler gives it away; what nobody has, anybody at the desk who may handle it."""
    return melding.is_open and can_handle(user, melding) and melding.behandelaar_id in (None, user.pk)


def can_decide(user, verlaging: Verlaging) -> bool:
    """A second person at the meldpunt, with a seat for the level of now."""
    return verlaging.gevraagd_door_id != user.pk and can_handle(user, verlaging.melding)


def can_answer_question(user, vraag: VraagAanMelder) -> bool:
    """The melder, as long as there is no answer and the melding runs; never too late."""
    return is_melder(user, vraag.melding) and vraag.antwoord is None and vraag.melding.is_open


def is_about_somebody(toegang: Toegang) -> bool:
    """The kinds in which a resident should know that others talk about him or her (E219)."""
    return toegang.opvolging.melding.soort in (Soort.NIET_PLUIS, Soort.BURENHULP)


def brings_as_coordinator(user, melding: Melding, bezorging: Bezorging) -> bool:
    """Who leads the team, as far as he or she may read it (V0, V1, and V2 that the melder shares)."""
    shared = melding.vertrouwelijkheid <= Niveau.V1 or (
        melding.vertrouwelijkheid == Niveau.V2 and melding.coordinator_mag_lezen
    )
    leads = melding.team_id in rollen_van(user).coordineert and melding.melder_id != user.pk
    return shared and leads and bezorging.langs == "coordinator"


def can_decide_hold(user, aanhouding: Aanhouding) -> bool:
    """A second person: a colleague with this seat, or toezicht of the gemeente, who sees no contents for it."""
    melding = aanhouding.melding
    watches = melding.gemeente_id in watches_over(user)
    return aanhouding.gevraagd_door_id != user.pk and (watches or can_handle(user, melding))


def watches_over(user) -> frozenset[int]:
    """The gemeenten where this person is toezicht."""
    return rollen_van(user).aangesteld.get("toezicht", frozenset())


def can_confirm_request(user, verzoek: Verzoek) -> bool:
    """Somebody at the meldpunt of that gemeente, other than who wrote it down."""
    at_desk = verzoek.gemeente_id in rollen_van(user).meldpunt_gemeenten
    return at_desk and verzoek.is_open and not verzoek.is_confirmed and verzoek.geopend_door_id != user.pk


def can_look_up(user, verzoek: Verzoek) -> bool:
    """At the meldpunt, once a second person said who the resident is; never who wrote the request down."""
    at_desk = verzoek.gemeente_id in rollen_van(user).meldpunt_gemeenten
    return at_desk and verzoek.is_open and verzoek.is_confirmed and verzoek.geopend_door_id != user.pk


def can_close_request(user, verzoek: Verzoek) -> bool:
    """The meldpunt, which looked it up; before anybody confirmed it, who watches over the gemeente as well."""
    if not verzoek.is_open:
        return False
    by_desk = verzoek.gemeente_id in rollen_van(user).meldpunt_gemeenten and verzoek.geopend_door_id != user.pk
    return by_desk or (verzoek.gemeente_id in watches_over(user) and not verzoek.is_confirmed)


def can_lengthen(user, verzoek: Verzoek) -> bool:
    """Who watches over the gemeente, once."""
    return verzoek.gemeente_id in watches_over(user) and verzoek.is_open and verzoek.verlengd_op is None
