"""Everything that the meldpunt reads about one melding, opened in the audited way."""

from dataclasses import dataclass
from datetime import datetime

from buurtpreventie.accounts.models import AntwoordVia
from meldingen.actions import open_inhoud
from meldingen.mails import hears_by_mail
from meldingen.models import Aanvulling, Bijlage, Melding, MeldingInhoud, Stand
from opvolging.bundles import Bundeling, bundle_of
from opvolging.case import Zaak, read_case
from opvolging.history import Gebeurtenis, Lezer, history_of, readers_of
from opvolging.mailbox import mails_about
from opvolging.models import Bezorging, Opvolging, Seintje, Terugkoppeling, VraagStand
from opvolging.permissions import can_print_brief, is_handler
from opvolging.roads import road_to
from opvolging.similar import earlier_signals
from opvolging.team import latest_news
from opvolging.wording import prefilled_extract


@dataclass
class Dossier:
    """One melding on the desk of one reader."""

    melding: Melding
    inhoud: MeldingInhoud
    aanvullingen: list[Aanvulling]
    fotos: list[Bijlage]
    vragen: list[Opvolging]
    terugkoppelingen: list[Terugkoppeling]
    eerdere: list[Melding]  # about the same address, by others
    zaak: Zaak
    geschiedenis: list[Gebeurtenis]
    lezers: list[Lezer]
    mails: list
    van_mij: bool  # the reader handles it
    met_brief: bool  # what the melder was told can be printed as a letter
    bundel: Bundeling | None  # what it is handled together with
    bezorging: Bezorging | None  # what still has to be brought to the melder
    seintje: datetime | None  # when the team last asked how it stands, as long as the melder heard nothing since

    @property
    def eerder(self):
        """When other people reported this address."""
        return [melding.gemeld_op for melding in self.eerdere]

    @property
    def antwoord(self):
        """The last answer to the melder, or None."""
        return next((t for t in reversed(self.terugkoppelingen) if t.soort == Terugkoppeling.Soort.ANTWOORD), None)

    @property
    def uittreksel(self):
        """What a partner may read, to begin from."""
        return prefilled_extract(self.melding, self.inhoud)

    @property
    def open_vragen(self):
        return [vraag for vraag in self.vragen if vraag.is_open]

    @property
    def kwam_terug(self):
        """The ask that came back last, when the meldpunt has to go on from there."""
        of_this_round = [vraag for vraag in self.vragen if vraag.keer == self.melding.keer]
        last = of_this_round[-1] if of_this_round else None
        came_back = last and last.stand == VraagStand.TERUGGEGEVEN
        return last if came_back and self.melding.stand == Stand.OPGEPAKT and not self.open_vragen else None

    @property
    def wil_gebeld(self):
        """The answer after which the melder asked to be called, as long as nobody did."""
        for terugkoppeling in self.terugkoppelingen:
            if terugkoppeling.oordeel == Terugkoppeling.Oordeel.BEL_MIJ and not terugkoppeling.gebeld_op:
                return terugkoppeling
        return None

    @property
    def nu(self):
        """The one thing to do now, as a code that the page has a part for."""
        melding = self.melding
        if self.wil_gebeld:
            return "bellen"
        if not melding.is_open:
            return "klaar"
        if not self.van_mij:
            return "overnemen" if melding.behandelaar_id else "oppakken"
        if self.bezorging and self.bezorging.soort == Terugkoppeling.Soort.ANTWOORD:
            return "doorgeven"
        if self.bundel and self.bundel.aantal > 1 and melding.stand == Stand.AFGEROND:
            return "antwoorden_samen"
        if melding.stand == Stand.AFGEROND:
            return "antwoorden" if melding.melder_id else "geen_antwoord"
        if self.bundel and self.bundel.eerste != melding:
            return "in_bundel"
        if self.open_vragen:
            return "wachten"
        if melding.stand == Stand.AANZIEN:
            return "aanzien"
        return "opnieuw_vragen" if self.kwam_terug else "vragen"


def read_dossier(melding, *, actor, now):
    """Open the contents, written down first, and gather the rest; None for who may not read it."""
    inhoud = open_inhoud(melding, actor=actor, now=now)
    if inhoud is None:
        return None
    vragen = asks_of(melding, actor)
    mails = mails_about(melding, vragen)
    for vraag in vragen:
        vraag.mails = mails[vraag.bron]
    return Dossier(
        melding=melding,
        inhoud=inhoud,
        aanvullingen=list(Aanvulling.objects.readable_by(actor).filter(melding=melding)),
        fotos=list(Bijlage.objects.readable_by(actor).filter(melding=melding).for_list()),
        vragen=vragen,
        terugkoppelingen=list(
            Terugkoppeling.objects.visible_to(actor).filter(melding=melding).to_melder().select_related("door")
        ),
        eerdere=earlier_signals(melding, inhoud, actor, now),
        zaak=read_case(melding, inhoud, actor),
        geschiedenis=history_of(melding, vragen),
        lezers=readers_of(melding),
        mails=mails[f"melding:{melding.pk}"],
        van_mij=is_handler(actor, melding),
        met_brief=can_print_brief(actor, melding),
        bundel=bundle_of(melding, actor),
        bezorging=Bezorging.objects.visible_to(actor).open().filter(melding=melding).first(),
        seintje=open_nudge(melding, actor),
    )


def open_nudge(melding, actor):
    """When the team last asked how it stands; None when the melder was told something after it, or it is closed."""
    last = Seintje.objects.visible_to(actor).filter(melding=melding).order_by("-op").values_list("op", flat=True)
    moment = last.first() if melding.is_open else None
    return moment if moment and moment > (latest_news(melding) or melding.gemeld_op) else None


def asks_of(melding, actor):
    """The asks about a melding, oldest first, with what came back and the links."""
    asks = Opvolging.objects.visible_to(actor).filter(melding=melding).for_list()
    asks = list(asks.prefetch_related("resultaten__door_gebruiker", "toevoegingen__door_gebruiker", "toegangen"))
    for ask in asks:
        ask.melding = melding
        ask.bevroren = next((t for t in ask.toegangen.all() if t.bevroren_op and not t.ingetrokken_op), None)
    return asks


def hears_how(melding, now):
    """By which road the melder hears: mail, app, or a Kanaal that needs a person; "niemand" without a name."""
    if melding.melder is None:
        return "niemand"
    return road_to(melding, now) or (AntwoordVia.MAIL if hears_by_mail(melding) else AntwoordVia.APP)


def words_of_partner(vragen, keer):
    """The newest answer that a partner gave in this round, or None."""
    answers = [list(vraag.resultaten.all())[-1:] for vraag in vragen if vraag.keer == keer]
    return max((answer for found in answers for answer in found), key=lambda answer: answer.op, default=None)
