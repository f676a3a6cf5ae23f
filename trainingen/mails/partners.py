"""A partner is asked to come: one mail with a link that answers without sign-in (E179)."""

from django.utils.translation import gettext as _

from trainingen.mails.evening import mail_one
from trainingen.mails.facts import one_line


def mail_contact(inschrijving, *, link, now):
    """Queue the question, once per evening; None when the day comes too late."""
    return mail_one(
        inschrijving,
        inschrijving.email,
        sleutel=f"training_partner:{inschrijving.pk}",
        onderwerp=_("Komt u ook naar de %(soort)s op %(dag)s?"),
        tekst=_(
            "Beste %(naam)s,\n\nBuurtpreventieteams van %(gemeente)s komen bij elkaar. U bent van harte uitgenodigd.\n"
            "U leert elkaar kennen. Dat helpt als een team u later nodig heeft.\n\n"
            "%(avond)s\n\n"
            "Zeg met 1 tik of u komt. U hebt geen account nodig: {{link}}"
        ),
        link=link,
        now=now,
        until=inschrijving.sessie.begin,
        gemeente=inschrijving.sessie.gemeente_toen,
        naam=one_line(inschrijving.naam),
    )
