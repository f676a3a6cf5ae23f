"""Mail to who gives an evening and to who promised to do something: what is near, and what is not done yet."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.outbox.models import Soort
from buurtpreventie.ui.dates import date_in_words
from teams.clocks import local_date
from trainingen.mails.facts import facts_of, one_line, page, queue_mail


def eve_key(sessie, person):
    """One per version of the evening."""
    return f"training_morgen:{sessie.pk}:{sessie.versie}:{person.pk}"


def mail_eve(sessie, person, *, komen, wachten, zonder_mail, now):
    """The day before: how many come, and how many of them no mail reaches."""
    facts = facts_of(sessie, now) | {"link": page("sessie", sessie.pk)}
    lines = [
        ngettext(
            "Er komt %(n)d persoon. Er zijn %(p)d plekken.", "Er komen %(n)d mensen. Er zijn %(p)d plekken.", komen
        )
        % {"n": komen, "p": sessie.plaatsen}
    ]
    if wachten:
        lines.append(
            ngettext("Op de wachtlijst staat %(n)d persoon.", "Op de wachtlijst staan %(n)d mensen.", wachten)
            % {"n": wachten}
        )
    if zonder_mail:
        lines.append(
            ngettext(
                "%(n)d persoon heeft geen mail en wordt gebeld: %(link)s",
                "%(n)d mensen hebben geen mail en worden gebeld: %(link)s",
                zonder_mail,
            )
            % {"n": zonder_mail, "link": page("beltaken", sessie.pk)}
        )
    return queue_mail(
        sessie.gemeente,
        bron=sessie.bron,
        sleutel=eve_key(sessie, person),
        aan=person.email,
        onderwerp=_("U geeft een %(soort)s op %(dag)s") % facts,
        tekst=_("U geeft deze avond:\n\n%(avond)s\n\n%(wie)s\n\nDe lijst en de avondmap: %(link)s")
        % (facts | {"wie": "\n".join(lines)}),
        now=now,
        until=sessie.begin,
        soort=Soort.TAAK,
    )


def close_key(sessie, stap, person):
    """One per step."""
    return f"training_sluiten:{sessie.pk}:{stap}:{person.pk}"


def mail_close(sessie, person, stap, *, now):
    """The evening was held, and nobody said that the list is complete."""
    facts = facts_of(sessie, now) | {"link": page("sessie", sessie.pk)}
    return queue_mail(
        sessie.gemeente,
        bron=sessie.bron,
        sleutel=close_key(sessie, stap, person),
        aan=person.email,
        onderwerp=_("Sluit u de lijst van de %(soort)s op %(dag)s?") % facts,
        tekst=_(
            "Deze avond is geweest, en de lijst is nog open:\n\n%(avond)s\n\n"
            "Vink aan wie er was, en sluit de lijst: %(link)s"
        )
        % facts,
        now=now,
        soort=Soort.TAAK,
    )


def point_key(punt, stap):
    """One per step and date: another date is reminded of anew."""
    return f"actiepunt:{punt.pk}:{punt.voor:%Y%m%d}:{stap}"


def mail_point(punt, aan, stap, *, now):
    """What somebody would do after an evening is near its date; what it is stands on the page."""
    sessie = punt.sessie
    facts = {
        "titel": one_line(sessie.titel),
        "dag": date_in_words(punt.voor, local_date(now)),
        "link": page("actiepunt", punt.pk),
    }
    return queue_mail(
        sessie.gemeente,
        bron=f"actiepunt:{punt.pk}",
        sleutel=point_key(punt, stap),
        aan=aan,
        onderwerp=_("Uw actiepunt moet klaar zijn op %(dag)s") % facts,
        tekst=_(
            "Na de avond “%(titel)s” zou u iets doen. Het moet klaar zijn op %(dag)s.\n\n"
            "Bekijk het, of zeg dat het klaar is: %(link)s"
        )
        % facts,
        now=now,
        soort=Soort.HERINNERING,
    )
