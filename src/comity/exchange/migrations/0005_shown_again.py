"""What a peer lost in a restore, shown to it again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_append_only'),
        ('exchange', '0004_alarm_findings'),
    ]

    operations = [
        migrations.AddField(
            model_name='outboxitem',
            name='again',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='outboxitem',
            index=models.Index(condition=models.Q(('again', True)), fields=['peer'], name='exchange_outbox_again'),
        ),
    ]
