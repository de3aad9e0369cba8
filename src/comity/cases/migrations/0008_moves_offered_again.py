"""A case that stayed by letter can be offered once more: several moves of a case, of which one at most stands."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_declined(apps, schema_editor):
    """Tell a claim that was answered with "goes on by letter" from a request that was given back, which counts."""
    here = schema_editor.connection.alias
    lines = apps.get_model("cases", "Line").objects.using(here)
    for move in apps.get_model("cases", "CaseMove").objects.using(here).filter(ours=False, outcome="stays"):
        lines.filter(case_id=move.case_id, code="returned", at=move.decided_at).update(code="move_declined")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_granted_under_conditions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='casemove',
            options={'ordering': ['at', 'pk']},
        ),
        migrations.AlterField(
            model_name='casemove',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='cases.case'),
        ),
        migrations.AddConstraint(
            model_name='casemove',
            constraint=models.UniqueConstraint(condition=models.Q(('outcome', 'stays'), _negated=True), fields=('case',), name='move_one_stands'),
        ),
        migrations.RunPython(name_declined, migrations.RunPython.noop),
    ]
