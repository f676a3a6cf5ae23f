"""Mail to who is asked something: what it is, how long it takes, and that nobody sees whose answer is whose."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.outbox.models import Soort
from buurtpreventie.ui.dates import weekday_in_words
from evaluaties.mails.facts import one_line, page, queue_mail
from teams.clocks import local_date


def asked_key(gevraagd):
    """One request per person and run."""
    return f"gevraagd:{gevraagd.bron}"


def again_key(gevraagd):
    """One reminder per person and run."""
    return f"gevraagd_herinnering:{gevraagd.bron}"


def mail_asked(gevraagd, *, now):
    """Ask one person, with the link that opens the form without sign-in."""
    return _mail(
        gevraagd,
        sleutel=asked_key(gevraagd),
        onderwerp=_("Vult u dit voor ons in? %(lijst)s"),
        begin=_("Wij willen graag weten wat u vindt. Het gaat over: %(waarover)s."),
        soort=Soort.BERICHT,
        now=now,
    )


def mail_again(gevraagd, *, now):
    """The one reminder, to who did not answer yet."""
    return _mail(
        gevraagd,
        sleutel=again_key(gevraagd),
        onderwerp=_("Herinnering: %(lijst)s"),
        begin=_(
            "Wij vroegen u iets in te vullen. U deed dat nog niet. Het kan nog. Het gaat over: %(waarover)s.\n\n"
            "Dit is de enige herinnering."
        ),
        soort=Soort.HERINNERING,
        now=now,
    )


def _mail(gevraagd, *, sleutel, onderwerp, begin, soort, now):
    afname = gevraagd.afname
    versie = afname.versie
    facts = {
        "lijst": one_line(versie.vragenlijst.naam),
        "waarover": one_line(afname.naam_toen),
        "dag": weekday_in_words(afname.sluit_op, local_date(now)),
        "verschil": one_line(versie.verschil),
    }
    zinnen = [begin, *([_("Wat is er anders dan bij het vorige formulier? %(verschil)s")] if versie.verschil else [])]
    zinnen += [
        ngettext("Het kost ongeveer %(n)d minuut.", "Het kost ongeveer %(n)d minuten.", versie.minuten)
        % {"n": versie.minuten}
        + " "
        + _("Invullen kan tot en met %(dag)s."),
        _("Vul het in, u hebt geen account nodig: {{link}}"),
        _("Niemand ziet welk antwoord van u is. Wij weten alleen of u antwoordde."),
        _("Wilt u geen vragenlijsten meer? Zet ze uit met 1 tik: {{stop}}"),
    ]
    secret = {"link": page("invullen", gevraagd.geheim), "stop": page("stoppen", gevraagd.geheim)}
    return queue_mail(
        afname,
        bron=gevraagd.bron,
        sleutel=sleutel,
        aan=gevraagd.email,
        onderwerp=onderwerp % facts,
        tekst="\n\n".join(zinnen) % facts,
        now=now,
        until=afname.sluit_op,
        soort=soort,
        geheim=secret,
    )


def mail_calls(afname, team, person, aantal, *, now):
    """Of this team some people have no mail: how many, and never who."""
    facts = {"n": aantal, "team": one_line(team.naam), "link": page("stilte", team.pk)}
    facts["waarover"] = one_line(afname.naam_toen)
    return queue_mail(
        afname,
        bron=afname.bron_van_mail,
        sleutel=f"vragen_bellen:{afname.pk}:{team.pk}:{person.pk}:{local_date(now):%Y%m%d}",
        aan=person.email,
        onderwerp=_("Wilt u mensen van %(team)s bellen?") % facts,
        tekst=ngettext(
            "Wij vragen mensen iets in te vullen. Het gaat over: %(waarover)s.\n\n"
            "Van uw team heeft %(n)d persoon geen mail. Wilt u bellen, en het samen invullen?",
            "Wij vragen mensen iets in te vullen. Het gaat over: %(waarover)s.\n\n"
            "Van uw team hebben %(n)d mensen geen mail. Wilt u hen bellen, en het samen invullen?",
            aantal,
        )
        % facts
        + "\n\n"
        + _("De namen en nummers staan hier: %(link)s") % facts,
        now=now,
        until=afname.sluit_op,
        soort=Soort.TAAK,
    )
