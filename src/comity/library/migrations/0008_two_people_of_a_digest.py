"""The check that two people publish a digest, as a new node writes it since a digest may come from a hub.

PostgreSQL kept its text from when somebody here had written every digest. What it allows is the same.
"""

from django.db import migrations, models

NAME = 'library_digest_two_people'


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0007_decisions_read_again'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='digest', name=NAME),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('written_by')), _negated=True), _connector='OR'), name=NAME),
        ),
    ]
