"""Mail to who answered: what came of it."""

from django.utils.translation import gettext as _

from evaluaties.mails.facts import one_line, page, queue_mail


def mail_told(afname, lines, *, aan, wie, lid, now):
    """Once per person and run; who has an account reads the figures on a page."""
    facts = {"waarover": one_line(afname.naam_toen), "link": page("uitkomst", afname.pk)}
    said = "\n\n".join(
        _("U zei: %(uzei)s\nWij deden: %(wijdeden)s")
        % {"uzei": one_line(line.uzei), "wijdeden": one_line(line.wijdeden)}
        for line in lines
    )
    parts = [_("Wij vroegen wat u vond. Het ging over: %(waarover)s.") % facts, said]
    parts += [_("Bekijk alle antwoorden samen: %(link)s") % facts] if lid else []
    return queue_mail(
        afname,
        bron=f"{afname.bron_van_mail}:verteld",
        sleutel=f"wijdeden:{afname.pk}:{wie}",
        aan=aan,
        onderwerp=_("Wat wij deden met uw antwoorden"),
        tekst="\n\n".join([*parts, _("Dank u wel voor uw hulp.")]),
        now=now,
    )
