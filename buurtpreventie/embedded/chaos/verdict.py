"""What the mail server accepted against what the rows say."""

from collections import Counter

from buurtpreventie.outbox.querysets import Stand

NEVER_TWICE = "nooit_dubbel"
FINAL = {Stand.VERZONDEN, Stand.ONZEKER, Stand.DOOD, Stand.VERVALLEN}


class Verdict:
    """Lines to print, and whether everything holds."""

    def __init__(self, chaos, smtp, rows, checked):
        self.chaos, self.smtp, self.checked, self.measure = chaos, smtp, checked, chaos.measure
        accepted = dict(smtp.accepted)
        stands = {message_id: stand for message_id, stand, _beleid, _soort in rows}
        never = {message_id for message_id, _stand, beleid, _soort in rows if beleid == NEVER_TWICE}
        self.rows, self.stands = len(rows), Counter(stands.values())
        self.kinds = Counter(soort for *_rest, soort in rows)
        self.accepted, self.mails_accepted = len(accepted), sum(accepted.values())
        self.lost = [
            key
            for key, stand in stands.items()
            if stand not in FINAL or (stand == Stand.VERZONDEN and key not in accepted)
        ]
        self.strange = [key for key in accepted if key not in stands]
        self.refused_and_taken = [key for key, stand in stands.items() if stand == Stand.DOOD and key in accepted]
        self.twice = [key for key, times in accepted.items() if times > 1 and key in never]
        self.twice_allowed = [key for key, times in accepted.items() if times > 1 and key not in never]
        self.undecided = self.stands[Stand.ONZEKER]

    @property
    def faults(self):
        """Everything that went wrong, by name."""
        return Counter(self.chaos.faults) + self.smtp.faults + self.smtp.killed

    @property
    def undecidable_faults(self):
        """Those after which nobody can know: on the line, and the database or the deliverers gone."""
        others = ("database killed", "worker killed", "deliverers stopped", "mail server away")
        return self.smtp.undecidable() + sum(self.chaos.faults[name] for name in others)

    @property
    def broken(self):
        """What does not hold, in words; empty when all is well."""
        checks = {
            f"lost: {self.lost}": self.lost,
            f"without a mail: {self.checked['owed']}": self.checked["owed"],
            f"accepted, but of no row: {self.strange}": self.strange,
            f"refused and yet accepted: {self.refused_and_taken}": self.refused_and_taken,
            f"twice (NOOIT_DUBBEL): {self.twice}": self.twice,
            f"undecided {self.undecided}, more than the faults": self.undecided > self.undecidable_faults,
            f"not on the list of the meldpunt: {self.checked['not_listed']}": self.checked["not_listed"],
            f"controleer: {self.checked['broken']}": self.checked["broken"],
            f"mails {self.rows}, fewer than {self.measure.mails}": self.rows < self.measure.mails,
            f"kills {self.chaos.kills()}, fewer than {self.measure.kills}": self.chaos.kills() < self.measure.kills,
            "no mail went out without the broker": not all(self.chaos.by_tik.values()),
        }
        return [words for words, is_wrong in checks.items() if is_wrong]

    @property
    def lines(self):
        """The report."""
        stuck = self.checked["stuck"]
        yield f"faults     {self.faults.total()}: " + listed(self.faults)
        yield f"mails      {self.rows}: " + listed(self.kinds)
        yield "rows       " + listed(self.stands)
        yield f"accepted   {self.accepted} mails, {self.mails_accepted} times"
        yield f"lost       {len(self.lost)}, causes without a mail {len(self.checked['owed'])}"
        yield f"twice      {len(self.twice)} NOOIT_DUBBEL, {len(self.twice_allowed)} LIEVER_DUBBEL"
        yield f"undecided  {self.undecided}, after {self.undecidable_faults} faults on the line"
        yield f"on the list of the meldpunt {stuck - len(self.checked['not_listed'])} of {stuck}"
        yield "controleer " + ("passes" if not self.checked["broken"] else "FAILS")
        for words in self.broken:
            yield f"WRONG: {words}"


def listed(counter):
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items()))
