"""Measures that were granted by conditions that were accepted (UNCAC art. 46(26)) get the decision that says so."""

from django.db import migrations


def write_decisions(apps, schema_editor):
    """Write the decisions that were not kept; one that a refusal followed is ended by it.

    A measure that was refused before its conditions were accepted was never granted.
    """
    here = schema_editor.connection.alias
    offers = apps.get_model("cases", "Offer").objects.using(here)
    decisions = apps.get_model("cases", "Decision").objects.using(here)
    for offer in offers.filter(answer="accepted", answered_at__isnull=False).order_by("answered_at", "pk"):
        for measure in offer.measures.all():
            decided = decisions.filter(measure=measure)
            if decided.filter(decision="accepted").exists():
                continue
            refused = decided.order_by("decided_at").first()
            if refused is None or refused.decided_at > offer.answered_at:
                decisions.create(
                    measure=measure, decision="accepted", decided_at=offer.answered_at,
                    message_id=offer.answered_message, ended_at=refused.decided_at if refused else None,
                )  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_decisions_of_a_measure'),
    ]

    operations = [
        migrations.RunPython(write_decisions, migrations.RunPython.noop),
    ]
