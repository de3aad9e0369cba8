"""A measure may have several decisions: the last one stands, and those before it keep their days."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_office_notice'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='ended_at',
            field=models.DateTimeField(blank=True, help_text='when another decision took its place', null=True),
        ),
        migrations.AlterField(
            model_name='decision',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='cases.measure'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('measure',), name='decision_one_stands'),
        ),
    ]
