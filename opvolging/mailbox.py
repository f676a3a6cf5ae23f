"""Mails as the meldpunt sees them: which ones, and in which words. Never their text, which may name other meldingen."""

from datetime import timedelta

from django.db.models import BigIntegerField, CharField, Count, Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buurtpreventie.outbox.models import TERUGGEKOMEN, TERUGGEZET, Bericht, Soort, Stand
from meldingen.models import Melding
from opvolging.models import Herinnering, Opvolging, Toegang
from teams.rollen import rollen_van

WAITS_TOO_LONG = timedelta(minutes=15)
OF_A_CASE = {"melding": "pk", "opvolging": "melding", "toegang": "opvolging__melding"}
WORDS = {
    Stand.KLAAR: gettext_lazy("klaargezet"),
    Stand.GECLAIMD: gettext_lazy("klaargezet"),
    Stand.OP_DE_LIJN: gettext_lazy("wordt nu verzonden"),
    Stand.VERZONDEN: gettext_lazy("verzonden"),
    Stand.ONZEKER: gettext_lazy("niet zeker of de mail weg is"),
    Stand.DOOD: gettext_lazy("niet aangenomen door de mailserver"),
    Stand.VERVALLEN: gettext_lazy("niet meer nodig"),
}


def mails_visible_to(user):
    """Mails of the gemeenten of one's seats at the meldpunt; those about a melding only when one may see it."""
    mails = Bericht.objects.sealed().filter(gemeente_id__in=rollen_van(user).meldpunt_gemeenten)
    about_a_case = Q(*(Q(bron__startswith=f"{kind}:") for kind in OF_A_CASE), _connector=Q.OR)
    visible = Q(*(Exists(_sources(kind, user)) for kind in OF_A_CASE), _connector=Q.OR)
    return mails.filter(~about_a_case | visible)


def _sources(kind, user):
    """The thing of this kind that a mail names as its source, when this person may see it."""
    model = {"melding": Melding, "opvolging": Opvolging, "toegang": Toegang}[kind]
    path = OF_A_CASE[kind]
    seen = Melding.objects.visible_to(user).at_meldpunt_of(user).values("pk")
    number = Func(OuterRef("bron"), Value(rf"^{kind}:(\d+)$"), function="substring", output_field=CharField())
    return model.objects.filter(**{f"{path}__in": seen}, pk=Cast(number, BigIntegerField()))


def needs_a_person(mails):
    """Refused for good, or perhaps sent and perhaps not; the newest first."""
    return mails.stuck().order_by("-gemaakt_op", "-pk")


def waits_too_long(now):
    """A mail that should have gone a quarter of an hour ago: the mail server is away."""
    moment = now - WAITS_TOO_LONG
    return Q(stand=Stand.KLAAR) & (
        Q(volgende_poging__lte=moment) | Q(gemaakt_op__lte=moment, volgende_poging__gt=now) & ~Q(laatste_code="")
    )


def mail_counts(user, now):
    """How many mails wait for a person, and a sentence about those that wait for the mail server: one query."""
    is_stuck, waits = Q(stand__in=[Stand.DOOD, Stand.ONZEKER]), waits_too_long(now)
    mails = mails_visible_to(user).filter(is_stuck | waits)
    found = mails.aggregate(vast=Count("pk", filter=is_stuck), wacht=Count("pk", filter=waits))
    return {"vast": found["vast"], "wacht": waiting_in_words(found["wacht"])}


def waiting_in_words(aantal):
    """What the meldpunt reads while the mail server takes nothing; empty when nothing waits."""
    if not aantal:
        return ""
    waits = ngettext("%(n)d mail wacht", "%(n)d mails wachten", aantal) % {"n": aantal}
    return _("%(waits)s langer dan een kwartier. Er gaat niets verloren: ze gaan vanzelf zodra het weer kan.") % {
        "waits": waits
    }


def with_number(mails, user):
    """The mails as a list, each with ``melding`` (what it is about, as far as this person may see it) and ``naar``."""
    mails = list(mails)
    numbers = _meldingen_by_source([mail.bron for mail in mails], user)
    for mail in mails:
        mail.melding = numbers.get(mail.bron)
        mail.naar = recipient(mail, mail.melding)
    return mails


def _meldingen_by_source(sources, user):
    wanted = {kind: {int(s.split(":")[1]) for s in sources if s.startswith(f"{kind}:")} for kind in OF_A_CASE}
    found = {f"melding:{pk}": pk for pk in wanted["melding"]}
    asks = Opvolging.objects.filter(pk__in=wanted["opvolging"]).values_list("pk", "melding")
    links = Toegang.objects.filter(pk__in=wanted["toegang"]).values_list("pk", "opvolging__melding")
    found |= {f"opvolging:{pk}": melding for pk, melding in asks}
    found |= {f"toegang:{pk}": melding for pk, melding in links}
    seen = Melding.objects.visible_to(user).at_meldpunt_of(user).filter(pk__in=set(found.values()))
    by_pk = {melding.pk: melding for melding in seen}
    return {source: by_pk[pk] for source, pk in found.items() if pk in by_pk}


def recipient(mail, melding):
    """The address, or just "de melder" for who withdrew his name."""
    to_the_melder = mail.bron.startswith("melding:") and mail.soort != Soort.TAAK
    return _("de melder") if to_the_melder and melding and melding.melder_id is None else mail.aan


def reason_in_words(mail):
    """Why a mail needs a person; the code says what the mail server said."""
    code = mail.laatste_code
    if code == TERUGGEKOMEN:
        return _("De mail kwam terug. De link werkt niet meer. Kies in de melding aan wie de vraag dan gaat.")
    if mail.ingetrokken:
        return _("De vraag is al klaar. Deze mail is niet meer nodig.")
    if code == TERUGGEZET:
        return _("Alle gegevens zijn teruggezet van een kopie. Misschien ging deze mail daarvoor al uit.")
    if mail.stand == Stand.ONZEKER:
        return _("De verbinding viel weg op het laatste moment. Misschien is de mail weg, misschien niet.")
    if code.startswith("5"):
        return _("De mailserver weigerde de mail (%(code)s). Klopt het adres?") % {"code": code}
    if code == "onleesbaar":
        return _("De mail kon niet worden gemaakt.")
    return _("Het lukte na vele pogingen niet (%(code)s).") % {"code": code or "?"}


def stand_in_words(mail):
    """Where a mail is; what came back stays so, also when nobody has to look at it any more."""
    return _("kwam terug") if mail.laatste_code == TERUGGEKOMEN else WORDS[Stand(mail.stand)]


def what_in_words(mail):
    """What a mail is, for a list."""
    return Soort(mail.soort).label.capitalize()


def mails_about(melding, asks):
    """Every mail about one melding and its asks, by source, reminders included; for the dossier."""
    sources = [f"melding:{melding.pk}", *(ask.bron for ask in asks)]
    told = dict(
        Herinnering.objects.filter(bron__in=sources).exclude(bericht_sleutel="").values_list("bericht_sleutel", "bron")
    )
    mails = Bericht.objects.sealed().filter(Q(bron__in=sources) | Q(sleutel__in=told)).order_by("gemaakt_op", "pk")
    per_source = {source: [] for source in sources}
    for mail in mails:
        mail.woorden = stand_in_words(mail)
        mail.wat, mail.naar = what_in_words(mail), recipient(mail, melding)
        per_source[told.get(mail.sleutel, mail.bron)].append(mail)
    return per_source
