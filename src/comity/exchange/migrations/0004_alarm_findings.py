"""What officers found out about alarms."""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('exchange', '0003_contact'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AlarmFinding',
            fields=[
                ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField()),
                ('two_people', models.BooleanField()),
                ('state', models.CharField(choices=[('written', 'written'), ('accepted', 'accepted'), ('returned', 'returned')], default='written', max_length=10)),
                ('written_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True, default='')),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='exchange.alarm')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['written_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='exchange_finding_says_something'), models.CheckConstraint(condition=models.Q(('two_people', False), ('decided_by__isnull', True), models.Q(('decided_by', models.F('written_by')), _negated=True), _connector='OR'), name='exchange_finding_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'written')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['accepted', 'returned'])), _connector='OR'), name='exchange_finding_decided'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='exchange_finding_return_has_reason'), models.UniqueConstraint(condition=models.Q(('state__in', ['written', 'accepted'])), fields=('alarm',), name='exchange_finding_one_stands')],
            },
        ),
    ]
