"""Which side fetches, and when heads of chains were last compared."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of contacts."""

    dependencies: ClassVar = [
        ('exchange', '0002_letters'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('peer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='contact', serialize=False, to='exchange.peer')),
                ('we_fetch', models.BooleanField(default=False)),
                ('they_fetch', models.BooleanField(default=False)),
                ('signed_at', models.DateTimeField(null=True)),
                ('heard_at', models.DateTimeField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('suspected', models.CharField(blank=True, default='', max_length=64)),
                ('suspected_at', models.DateTimeField(null=True)),
                ('compared_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
