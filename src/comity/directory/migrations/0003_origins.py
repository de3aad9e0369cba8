"""From which signed directory a version was taken in."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_law_facts'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='origin',
            field=models.JSONField(blank=True, default=dict, help_text='the signed directory that it came from (`origins`)'),
        ),
        migrations.AddField(
            model_name='factversion',
            name='origin',
            field=models.JSONField(blank=True, default=dict, help_text='the signed directory that it came from (`origins`)'),
        ),
    ]
