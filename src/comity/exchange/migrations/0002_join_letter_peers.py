"""An authority by letter that has a node now: who said so, and who confirmed it."""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PeerJoin',
            fields=[
                ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('declined', 'declined')], default='proposed', max_length=12)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='peer',
            name='joined_to',
            field=models.ForeignKey(help_text='the node it is reached by now', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='exchange.peer'),
        ),
        migrations.AddConstraint(
            model_name='peer',
            constraint=models.CheckConstraint(condition=models.Q(('joined_to__isnull', True), ('kind', 'letter'), _connector='OR'), name='exchange_peer_joined_by_letter'),
        ),
        migrations.AddField(
            model_name='peerjoin',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='peerjoin',
            name='letter',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joins', to='exchange.peer'),
        ),
        migrations.AddField(
            model_name='peerjoin',
            name='node',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.peer'),
        ),
        migrations.AddField(
            model_name='peerjoin',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='peerjoin',
            constraint=models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='exchange_join_two_people'),
        ),
        migrations.AddConstraint(
            model_name='peerjoin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['confirmed', 'declined'])), _connector='OR'), name='exchange_join_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='peerjoin',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed'])), fields=('letter',), name='exchange_join_once'),
        ),
    ]
