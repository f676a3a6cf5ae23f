"""Mail to teams: that they are invited, and that somebody has to be rung."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buurtpreventie.outbox.models import Soort
from trainingen.mails.facts import facts_of, page, queue_mail
from trainingen.models import Beltaak

WAAROVER = {
    Beltaak.Waarover.HERINNERING: gettext_lazy("De avond is dichtbij. Vraag of zij komen."),
    Beltaak.Waarover.VERPLAATST: gettext_lazy("Er is een andere tijd of plaats."),
    Beltaak.Waarover.VERVALLEN: gettext_lazy("De avond gaat niet door."),
    Beltaak.Waarover.PLEK: gettext_lazy("Er is een plek vrij. Die is voor wie op de wachtlijst stond."),
}


INVITATION = "training_uitnodiging:"


def invitation_key(sessie, person):
    """One invitation per person; anew when the evening moved before it was sent."""
    return f"{INVITATION}{sessie.pk}:{person.pk}:{sessie.versie}"


def mail_invited(sessie, person, *, leidt, zonder_mail=0, now):
    """Somebody may come; who leads a team is asked to pass it on to who has no mail."""
    facts = facts_of(sessie, now) | {"link": page("training", sessie.pk)}
    return queue_mail(
        sessie.gemeente,
        bron=sessie.bron,
        sleutel=invitation_key(sessie, person),
        aan=person.email,
        onderwerp=_("Komt u naar de %(soort)s op %(dag)s?") % facts,
        tekst="\n\n".join(
            [
                _("Uw team is uitgenodigd:\n\n%(avond)s\n\nMeld u aan: %(link)s") % facts,
                *([_for_who_leads(zonder_mail, facts)] if leidt else []),
            ]
        ),
        now=now,
        until=sessie.begin,
    )


def _for_who_leads(zonder_mail, facts):
    """What a coordinator can do for others."""
    zinnen = [_("U kunt op die bladzijde ook anderen van uw team aanmelden.")]
    if zonder_mail:
        zinnen.append(
            ngettext(
                "%(n)d persoon in uw team krijgt geen mail. Wilt u het zelf vertellen?",
                "%(n)d mensen in uw team krijgen geen mail. Wilt u het hun zelf vertellen?",
                zonder_mail,
            )
            % {"n": zonder_mail}
        )
    return "\n".join(zinnen)


def mail_pass_on(sessie, person, *, now):
    """Teams that were not asked by name may come too: who leads one can pass it on."""
    facts = facts_of(sessie, now) | {"link": page("training", sessie.pk)}
    return queue_mail(
        sessie.gemeente,
        bron=sessie.bron,
        sleutel=invitation_key(sessie, person),
        aan=person.email,
        onderwerp=_("Ook voor uw team: de %(soort)s op %(dag)s") % facts,
        tekst=_("Uw team mag ook komen:\n\n%(avond)s\n\nWilt u het doorgeven in uw team? Aanmelden kan hier: %(link)s")
        % facts,
        now=now,
        until=sessie.begin,
    )


def mail_calls(sessie, person, *, waarover, aantal, sleutel, now):
    """Somebody without mail has to hear something: how many, and never who."""
    facts = facts_of(sessie, now) | {"link": page("beltaken", sessie.pk), "waarover": str(WAAROVER[waarover])}
    wie = ngettext(
        "%(n)d persoon heeft geen mail. Wilt u bellen?", "%(n)d mensen hebben geen mail. Wilt u hen bellen?", aantal
    )
    return queue_mail(
        sessie.gemeente,
        bron=sessie.bron,
        sleutel=sleutel,
        aan=person.email,
        onderwerp=_("Wilt u bellen over de %(soort)s op %(dag)s?") % facts,
        tekst=_("%(wie)s\n%(waarover)s\n\n%(avond)s\n\nDe namen en nummers staan hier: %(link)s")
        % (facts | {"wie": wie % {"n": aantal}}),
        now=now,
        until=sessie.einde,
        soort=Soort.TAAK,
    )
