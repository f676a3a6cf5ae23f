"""A partner is asked to come: one mail with a link that answers without sign-in (E179)."""

from django.utils.translation import gettext as _

from trainingen.mails.facts import facts_of, one_line, queue_mail


def mail_contact(inschrijving, *, link, now):
    """Queue the question, once per evening; None when the day comes too late."""
    sessie = inschrijving.sessie
    facts = facts_of(sessie, now) | {"gemeente": sessie.gemeente_toen, "naam": one_line(inschrijving.naam)}
    return queue_mail(
        sessie,
        sleutel=f"training_partner:{inschrijving.pk}",
        aan=inschrijving.email,
        onderwerp=_("Komt u ook? %(titel)s, %(dag)s") % facts,
        tekst=_(
            "Beste %(naam)s,\n\nBuurtpreventieteams van %(gemeente)s komen bij elkaar. U bent van harte uitgenodigd.\n"
            "U leert elkaar kennen. Dat helpt als een team u later nodig heeft.\n\n"
            "%(wat)s\n\n"
            "Zeg of u komt. U hebt geen account nodig:\n{{link}}"
        )
        % facts,
        now=now,
        until=sessie.begin,
        geheim={"link": link},
        bron=inschrijving.bron,
    )
