"""Plays the stories through the real actions, day by day, with the clock of that day."""

import json
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path

from django.conf import settings

from buurtpreventie.accounts.models import AntwoordVia
from buurtpreventie.outbox.delivery import deliver_due
from meldingen.actions import add_photos, report_melding, take_up, withdraw_melding
from meldingen.models import Categorie, Ingang
from opvolging import actions
from opvolging.demo.drawings import photo_of
from opvolging.demo.loops import LOOPS
from opvolging.models import Bezorging, Langs, Resultaat, Terugkoppeling
from opvolging.reminding import MAIL_AT
from opvolging.wording import prefilled_extract, proposed_antwoord
from teams.clocks import Kalender, at, local_date
from teams.models import Niveau, Partner

VERHALEN = Path(__file__).resolve().parent / "verhalen.json"
REAL_MAIL_DAYS = 9  # mails of these last days go to the demo's mail server; older ones went out "then"
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
MINUTES_BETWEEN = 12
POST_TAKES = timedelta(minutes=1)
CONTENT = {"opgelost", "genoeg"}  # verdicts that need no words


def play(plekken, now):
    """Play every story up to ``now``, day by day: reminders at nine, people at their hour, and the mail after each."""
    verhalen = json.loads(VERHALEN.read_text(encoding="utf-8"))
    numbers, day_of = count(1), {}
    for verhaal in verhalen:
        speler = Speler(plekken[verhaal["gemeente"]], verhaal, next(numbers))
        for moment, act in speler.agenda(now):
            day_of.setdefault(local_date(moment), []).append((moment, next(numbers), act))
    day = min(day_of)
    while day <= local_date(now):
        _play_day(day, sorted(day_of.get(day, []), key=lambda row: row[:2]), now)
        day += timedelta(days=1)


def _play_day(day, acts, now):
    """One day; nothing happens after ``now``."""
    reminders = (at(day, MAIL_AT), 0, actions.sweep)
    with mail_to_nowhere(local_date(now) - day > timedelta(days=REAL_MAIL_DAYS)):
        for moment, _turn, act in sorted([reminders, *acts], key=lambda row: row[:2]):
            if moment <= now:
                act(moment)
                deliver_due(clock=min(now, moment + POST_TAKES))
        deliver_due(clock=min(now, at(day, MAIL_AT) + timedelta(hours=14)))


@contextmanager
def mail_to_nowhere(old):
    """Mails of weeks ago are long read: nothing of them stands in the mailbox of the demo."""
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = NOWHERE if old else usual
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = usual


class Speler:
    """One story: who acts, when, and with which words."""

    def __init__(self, plek, verhaal, nummer):
        self.plek, self.verhaal, self.nummer = plek, verhaal, nummer
        self.handler = plek.meldpunt[nummer % len(plek.meldpunt)]
        self.melding = self.vraag = None

    def agenda(self, now):
        """(moment, act) of the whole story, each after the one before it, as far as ``now``."""
        kalender = Kalender.of(self.plek.gemeente)
        today = local_date(now)
        start = today if kalender.is_working_day(today) else kalender.add_working_days(today, -1)
        reported = kalender.add_working_days(start, -self.verhaal["dagen"])
        last = min(at_clock(reported, self.verhaal["uur"]), now - timedelta(minutes=5 + self.nummer % 7))
        yield last, self.report
        for step in LOOPS[self.verhaal["loop"]]:
            moment = at(kalender.add_working_days(reported, step.dag), step.uur)
            last = max(moment + timedelta(minutes=self.nummer % 9), last + timedelta(minutes=MINUTES_BETWEEN))
            if last > now:
                return
            yield last, getattr(self, f"do_{step.act}", None) or self.verdict(step.act)

    # --- the melder -------------------------------------------------------------------------

    def report(self, now):
        """Report as the story says: by mail, by telephone, or by the coordinator for somebody else."""
        verhaal, plek = self.verhaal, self.plek
        categorie = Categorie.objects.select_related("gemeente").get(gemeente=plek.gemeente, code=verhaal["code"])
        buurt = plek.buurten[self.nummer % len(plek.buurten)]
        melder = plek.zonder_mail[0] if verhaal.get("namens") else plek.lid[self.nummer % len(plek.lid)]
        straten = list(buurt.straten.all())
        inhoud = {
            "waarneming": verhaal["wat"],
            "straat": straten[self.nummer % len(straten)].naam,
            "huisnummer": verhaal.get("nummer", ""),
            "weet_ervan": verhaal.get("weet", ""),
        } | verhaal.get("inhoud", {})
        self.melding = report_melding(
            actor=plek.coordinator if verhaal.get("namens") else melder,
            melder=melder,
            categorie=categorie,
            buurt=buurt,
            team=plek.team,
            inhoud=inhoud,
            now=now,
            gevaar=verhaal.get("gevaar", False),
            naam_delen=verhaal.get("naam", False),
            ingang=Ingang.TELEFOON if verhaal.get("namens") else Ingang.APP,
            antwoord_via=verhaal.get("via") or melder.antwoord_via or AntwoordVia.MAIL,
        )
        if "foto" in verhaal:
            add_photos(self.melding, [photo_of(verhaal["foto"])], actor=melder, now=now)

    def do_intrekken(self, now):
        withdraw_melding(self.melding, actor=self.melding.melder, now=now)

    do_naam_weg = do_intrekken

    def do_lezen(self, now):
        actions.mark_read(self.melding, actor=self.melding.melder, now=now)

    def verdict(self, oordeel):
        """The act that gives this verdict on the newest answer."""

        def judge(now):
            self.bring(now)
            words = "" if oordeel in CONTENT else self.verhaal.get("oordeel_tekst", "")
            actions.give_oordeel(
                self.antwoord(), oordeel=oordeel, toelichting=words, actor=self.melding.melder, now=now
            )

        return judge

    def bring(self, now):
        """Who does not hear online is told by a colleague first."""
        waiting = Bezorging.objects.open().filter(melding=self.melding).first()
        if waiting:
            actions.record_delivered(waiting, langs=waiting.langs, actor=self.handler, now=now)

    def antwoord(self):
        return Terugkoppeling.objects.to_melder().antwoorden().filter(melding=self.melding).latest("op")

    # --- the meldpunt -----------------------------------------------------------------------

    def do_oppakken(self, now):
        take_up(self.melding, actor=self.handler, now=now)

    def do_vragen(self, now):
        soort = self.verhaal.get("wie") or self.melding.categorie.partner_soort
        self.ask(soort if soort in self.plek.partners else "wijkteam", now)

    def do_vragen_ander(self, now):
        """Back from one partner, on to another."""
        others = (soort for soort in ("ggd", "welzijn", "handhaving") if soort in self.plek.partners)
        self.ask(next(others), now)

    def ask(self, soort, now):
        self.vraag = actions.ask_partner(
            self.melding,
            partner=self.plek.partners[soort],
            contact=self.plek.contacten.get(soort),
            uittreksel=prefilled_extract(self.melding, self.melding.inhoud),
            actor=self.handler,
            now=now,
            met_fotos="foto" in self.verhaal,
        )

    def do_seintje(self, now):
        """The coordinator asks how it stands, where the level lets her know of it."""
        if self.melding.vertrouwelijkheid <= Niveau.V1:
            actions.give_seintje(self.melding, actor=self.plek.coordinator, now=now)

    def do_aanzien(self, now):
        tot = Kalender.of(self.plek.gemeente).add_working_days(local_date(now), 10)
        words = "De aannemer komt in deze weken langs. Wij kijken het zolang aan."
        actions.watch(self.fresh(), tot=tot, reden="gepland", tekst=words, actor=self.handler, now=now)

    def do_vraag_melder(self, now):
        actions.ask_melder(self.fresh(), vraag="Hebt u de bewoner zelf gesproken?", actor=self.handler, now=now)

    def do_inlichten(self, now):
        uiterlijk = Kalender.of(self.plek.gemeente).add_working_days(local_date(now), 8)
        actions.record_informed(self.fresh(), stand="uiterlijk", uiterlijk=uiterlijk, actor=self.handler, now=now)

    def do_stap(self, now):
        actions.take_step(self.fresh(), richting="op", reden="meer_nodig", actor=self.handler, now=now)

    def do_verlagen(self, now):
        actions.lower_level(self.fresh(), niveau=1, reden="veilige_woorden", actor=self.handler, now=now)

    def do_tussenbericht(self, now):
        kalender, self.melding = Kalender.of(self.plek.gemeente), self.fresh()
        message = actions.give_tussenbericht(
            self.melding,
            tekst="Wij zijn ermee bezig. Het duurt langer dan wij dachten. Dat ligt niet aan u.",
            nieuwe_datum=kalender.add_working_days(max(self.melding.antwoord_voor, local_date(now)), 3),
            actor=self.handler,
            now=now,
        )
        if isinstance(message, Bezorging):
            actions.record_delivered(message, langs=message.langs, actor=self.handler, now=now)

    def fresh(self):
        self.melding.refresh_from_db()
        return self.melding

    def do_antwoord(self, now, words="antwoord"):
        melding = self.fresh()
        result = Resultaat.objects.filter(opvolging__melding=melding).last()
        tekst = proposed_antwoord(melding, result) if melding.is_confidential else self.verhaal[words]
        voor_team = self.verhaal.get("voor_team", "")
        actions.give_antwoord(melding, tekst=tekst, voor_team=voor_team, actor=self.handler, now=now)

    def do_antwoord_weer(self, now):
        self.do_antwoord(now, "antwoord2")

    def do_sluiten(self, now):
        uitkomst, tekst = self.verhaal["uitkomst"], self.verhaal["antwoord"]
        actions.close_with_antwoord(self.melding, uitkomst=uitkomst, tekst=tekst, actor=self.handler, now=now)

    def do_geen_antwoord(self, now):
        actions.record_no_antwoord(self.fresh(), reden="naam_ingetrokken", actor=self.handler, now=now)

    def to_bring(self):
        return Bezorging.objects.open().get(melding=self.melding)

    def do_niet_bereikt(self, now):
        actions.note_not_reached(self.to_bring(), poging=0, actor=self.handler, now=now)

    def do_vertellen(self, now):
        actions.record_delivered(self.to_bring(), langs=self.to_bring().langs, actor=self.handler, now=now)

    def do_bellen(self, now):
        actions.record_call(self.antwoord(), actor=self.handler, now=now)

    # --- the partner ------------------------------------------------------------------------

    def by_partner(self, now):
        """With the link, or told to the meldpunt on the telephone or from the own system."""
        if self.vraag.weg == Partner.Weg.LINK:
            return {"contact": self.vraag.contact, "langs": Langs.LINK, "now": now}
        return {"actor": self.handler, "langs": Langs.TELEFOON, "now": now}

    def do_aannemen(self, now):
        actions.accept_ask(self.vraag, **self.by_partner(now))

    do_namens_aannemen = do_aannemen

    def do_noot(self, now):
        actions.add_note(self.vraag, tekst=self.verhaal["noot"], **self.by_partner(now))

    def do_teruggeven(self, now):
        reden, uitleg = self.verhaal["terug"], self.verhaal["uitleg"]
        actions.hand_back(self.vraag, reden=reden, toelichting=uitleg, **self.by_partner(now))

    def do_klaar(self, now, words="klaar"):
        vertrouwelijk = self.melding.is_confidential
        actions.finish_ask(
            self.vraag,
            uitkomst="hulp" if vertrouwelijk else "opgelost",
            voor_meldpunt=self.verhaal.get("intern", ""),
            voor_melder="Er is iemand mee bezig." if vertrouwelijk else self.verhaal[words],
            **useful(),
            **self.by_partner(now),
        )

    do_namens_klaar = do_klaar

    def do_klaar_weer(self, now):
        self.do_klaar(now, "klaar2")


NUTTIG = cycle([("ja",), ("ja",), ("deels", "plek"), ("ja",), ("nee", "tijd", "plek")])


def useful():
    """Whether the partner could do something with it, and what was missed (E158)."""
    nuttig, *mist = next(NUTTIG)
    return {"nuttig": nuttig, "mist": mist}


def at_clock(day, uur):
    """This day at "19:40"."""
    hour, minute = map(int, uur.split(":"))
    return at(day, MAIL_AT.replace(hour=hour, minute=minute))
