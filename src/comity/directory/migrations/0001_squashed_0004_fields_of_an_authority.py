"""The tables of `comity.directory`, as the migrations up to `0004_fields_of_an_authority` leave them, made in one step.

A node that is founded now starts here; one that has made any of those goes on with them.
"""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comity.core.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('directory', '0001_initial'), ('directory', '0002_law_facts'), ('directory', '0003_origins'), ('directory', '0004_fields_of_an_authority')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # made first, while few tables refer to officers: each of its steps draws all of them anew
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Authority',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('place', models.CharField(max_length=2)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['place'], name='directory_authority_place')],
                },
            ),
            migrations.CreateModel(
                name='Confirmation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField()),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='directory.authority')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['authority', '-at'], name='directory_confirmation_last')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('published', 'published'), ('declined', 'declined')], default='proposed', max_length=12)),
                    ('functions', models.JSONField(default=list)),
                    ('designated', models.BooleanField(default=True)),
                    ('ended', models.BooleanField(default=False)),
                    ('names', models.JSONField(default=dict)),
                    ('post', models.CharField(blank=True, default='', max_length=200)),
                    ('address', models.TextField(blank=True, default='')),
                    ('phone', models.CharField(blank=True, default='', max_length=100)),
                    ('email', models.CharField(blank=True, default='', max_length=254)),
                    ('website', models.CharField(blank=True, default='', max_length=500)),
                    ('languages', models.JSONField(blank=True, default=list)),
                    ('urgent_languages', models.JSONField(blank=True, default=list)),
                    ('urgent_phone', models.CharField(blank=True, default='', max_length=100)),
                    ('urgent_procedure', models.TextField(blank=True, default='')),
                    ('hours', models.CharField(blank=True, default='', max_length=200)),
                    ('time_zone', models.CharField(blank=True, default='', max_length=64)),
                    ('electronic', models.CharField(choices=[('unknown', 'Unknown'), ('no', 'No'), ('with_paper', 'With Paper'), ('alone', 'Alone')], default='unknown', max_length=12)),
                    ('electronic_conditions', models.TextField(blank=True, default='')),
                    ('largest_megabytes', models.PositiveIntegerField(blank=True, null=True)),
                    ('formats', models.CharField(blank=True, default='', max_length=200)),
                    ('formalities', models.TextField(blank=True, default='')),
                    ('networks', models.JSONField(blank=True, default=list)),
                    ('source', models.CharField(max_length=500)),
                    ('source_date', models.DateField()),
                    ('verified', models.BooleanField(default=False)),
                    ('disputed', models.BooleanField(default=False)),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='directory.authority')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('fallback', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.authority')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('origin', models.JSONField(blank=True, default=dict, help_text='the signed directory that it came from (`origins`)')),
                    ('around_the_clock', models.BooleanField(default=False)),
                    ('contact', models.CharField(blank=True, default='', max_length=200)),
                    ('executing', models.TextField(blank=True, default='')),
                    ('fax', models.CharField(blank=True, default='', max_length=100)),
                    ('help_given', models.TextField(blank=True, default='')),
                    ('instruments', models.JSONField(blank=True, default=list)),
                    ('made_known', models.CharField(choices=[('unknown', 'Unknown'), ('notified', 'Notified'), ('directory', 'Directory')], default='unknown', max_length=12)),
                    ('secure_address', models.CharField(blank=True, default='', max_length=254)),
                    ('spoken', models.JSONField(blank=True, default=list)),
                    ('ways', models.JSONField(blank=True, default=list)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('authority', 'number'), name='directory_entry_number'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('authority',), name='directory_entry_one_open'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='directory_entry_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['published', 'declined'])), _connector='OR'), name='directory_entry_decided_by_somebody'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='directory_entry_has_source')],
                },
            ),
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
                    ('origin', models.JSONField(blank=True, default=dict, help_text='the signed directory that it came from (`origins`)')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('fact', 'number'), name='directory_fact_number'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('fact',), name='directory_fact_one_open'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='directory_fact_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['published', 'declined'])), _connector='OR'), name='directory_fact_decided_by_somebody')],
                },
            ),
        ]),
    ]
