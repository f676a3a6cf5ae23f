"""Rows that are only added to, and the one change they may undergo: retention takes their words away."""

import pgtrigger

OF_MELDING = "NEW.melding_id"
OF_ASK = "(SELECT melding_id FROM opvolging_opvolging WHERE id = NEW.opvolging_id)"


def only_added(name, *, words, melding=OF_MELDING):
    """A trigger that refuses every update but one: these words become empty once the melding itself was wiped."""
    columns = ", ".join(f"'{column}'" for column in words)
    emptied = " AND ".join(f"coalesce(NEW.{column}, '') = ''" for column in words)
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        func=f"""
            IF to_jsonb(NEW) - ARRAY[{columns}] = to_jsonb(OLD) - ARRAY[{columns}] AND {emptied}
               AND EXISTS (SELECT 1 FROM meldingen_melding WHERE id = {melding} AND gewist_op IS NOT NULL) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'Deze rij verandert niet meer' USING ERRCODE = 'check_violation';
        """,
    )
