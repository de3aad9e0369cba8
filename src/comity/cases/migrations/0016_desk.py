"""The docket also knows since when a step waits. Its rows are written anew when the triggers are put back."""

from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_pressing'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='docketentry',
            name='docket_turn',
        ),
        migrations.AddField(
            model_name='docketentry',
            name='turn_since',
            field=models.DateTimeField(default=datetime(2003, 10, 31, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='docketentry',
            index=models.Index(fields=['officer', 'turn_side', 'turn_due', '-changed_at', 'case', 'turn_role', 'direction', 'limitation_date', 'unattended', 'turn_since', 'created_at', 'step', 'sealed'], name='docket_turn'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['turn_side', 'turn_role', 'step', 'turn_since', 'turn_due', 'created_at', 'id'], name='case_desk'),
        ),
    ]
