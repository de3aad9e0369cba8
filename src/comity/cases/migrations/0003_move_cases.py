"""A case that moves from letter to Comity: what was claimed of the letter, and what came of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_legal_choice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ours', models.BooleanField()),
                ('letter', models.CharField(blank=True, default='', help_text='local name of the authority by letter', max_length=63)),
                ('message_id', models.UUIDField(help_text='the message that moves the case')),
                ('claim', models.JSONField(default=dict, help_text='as it stands in the request: `comity.wire` Earlier')),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, default='', max_length=8)),
                ('reason', models.TextField(blank=True, default='', help_text='why the case stays by letter')),
                ('former_id', models.UUIDField(blank=True, help_text='the case from the letter, which was joined to it', null=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='move', to='cases.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='move_decided_when'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'stays']), models.Q(('ours', True), ('outcome', 'agreed')), models.Q(('ours', False), ('outcome__in', ['joined', 'new'])), _connector='OR'), name='move_outcome_of_side'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'joined'), _negated=True), ('former_id__isnull', False), _connector='OR'), name='move_joined_to_one'), models.UniqueConstraint(condition=models.Q(('former_id__isnull', False)), fields=('former_id',), name='move_joined_once')],
            },
        ),
    ]
