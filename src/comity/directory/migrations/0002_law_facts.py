"""Facts about treaties and States that officers enter, with every version of each."""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LawFact',
            fields=[
                ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sort', models.CharField(max_length=12)),
                ('subject', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['subject'], name='directory_fact_subject')],
            },
        ),
        migrations.CreateModel(
            name='FactVersion',
            fields=[
                ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('published', 'published'), ('declined', 'declined')], default='proposed', max_length=12)),
                ('cells', models.JSONField(help_text='column of `comity.law.facts.cells` -> text')),
                ('withdrawn', models.BooleanField(default=False)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='directory.lawfact')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fact', 'number'), name='directory_fact_number'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('fact',), name='directory_fact_one_open'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='directory_fact_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['published', 'declined'])), _connector='OR'), name='directory_fact_decided_by_somebody')],
            },
        ),
    ]
