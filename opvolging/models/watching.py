"""What was told already, and the rules that look at two tables."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from meldingen.models import Melding


class Herinnering(models.Model):
    """That a step of an ask or a promise was told to one role: sent, or skipped after an outage."""

    class Stand(models.TextChoices):
        VERSTUURD = "verstuurd", _("In een mail gezet")
        OVERGESLAGEN = "overgeslagen", _("Overgeslagen")

    bron = models.CharField(max_length=40)  # "opvolging:17" or "melding:4"
    termijn_nr = models.PositiveIntegerField()
    stap = models.CharField(max_length=12)
    aan_rol = models.CharField(max_length=30)
    stand = models.CharField(max_length=12, choices=Stand.choices)
    bericht_sleutel = models.CharField(max_length=200, blank=True)
    op = models.DateTimeField()

    class Meta:
        verbose_name = _("herinnering")
        verbose_name_plural = _("herinneringen")
        indexes = [models.Index(fields=["bericht_sleutel"], name="herinnering_bericht")]
        constraints = [
            models.UniqueConstraint(fields=["bron", "termijn_nr", "stap", "aan_rol"], name="herinnering_een_keer")
        ]

    def __str__(self):
        return f"{self.bron}:{self.termijn_nr}:{self.stap}:{self.aan_rol}"


class BewaakteMelding(Melding):
    """Carries the triggers on Melding that need to look at the tables of this floor."""

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="beantwoord_vraagt_antwoord",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand="beantwoord"),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM opvolging_terugkoppeling t
                                   WHERE t.melding_id = NEW.id AND t.keer = NEW.keer
                                     AND t.soort = 'antwoord' AND t.doelgroep = 'melder')
                       AND NOT EXISTS (SELECT 1 FROM opvolging_geenantwoord g
                                       WHERE g.melding_id = NEW.id AND g.keer = NEW.keer) THEN
                        RAISE EXCEPTION 'melding: beantwoord zonder antwoord van deze keer of een reden'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="klaar_zonder_open_vragen",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand__in=("aanzien", "afgerond", "beantwoord", "ingetrokken")),
                func="""
                    IF EXISTS (SELECT 1 FROM opvolging_opvolging o
                               WHERE o.melding_id = NEW.id AND o.stand IN ('gevraagd', 'aangenomen')) THEN
                        RAISE EXCEPTION 'melding: er staan nog vragen open' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
