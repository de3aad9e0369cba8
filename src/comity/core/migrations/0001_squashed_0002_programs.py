"""The tables of `comity.core`, as the migrations up to `0002_programs` leave them, made in one step.

A node that is founded now starts here; one that has made any of those goes on with them.
"""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comity.core.audit import triggers
from comity.core.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0002_programs')]

    initial = True

    dependencies = []

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Officer',
                fields=[
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('login', models.CharField(max_length=80, unique=True)),
                    ('name', models.CharField(max_length=160)),
                    ('functions', models.JSONField(blank=True, default=dict)),
                    ('titles', models.JSONField(blank=True, default=dict)),
                    ('language', models.CharField(default='en', max_length=16)),
                    ('time_zone', models.CharField(blank=True, default='', max_length=64)),
                    ('is_active', models.BooleanField(default=True)),
                    ('mail_refused', models.BooleanField(default=False, help_text='the mail server refuses the address for good')),
                    ('created', models.DateTimeField()),
                    ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('name', 'login'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('login', ''), _negated=True), name='officer_login_given'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='officer_name_given'), models.CheckConstraint(condition=models.Q(('supervisor__isnull', True), models.Q(('supervisor', models.F('id')), _negated=True), _connector='OR'), name='officer_not_own_supervisor')],
                },
            ),
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('size', models.BigIntegerField(default=0)),
                    ('peaks', models.BinaryField(default=bytes)),
                    ('link', models.BinaryField(default=bytes)),
                ],
            ),
            migrations.CreateModel(
                name='Checkpoint',
                fields=[
                    ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('root', models.BinaryField()),
                    ('at', models.CharField(max_length=24)),
                    ('signed', models.BinaryField()),
                ],
                options={
                    'ordering': ('size',),
                },
            ),
            migrations.CreateModel(
                name='WorkerBeat',
                fields=[
                    ('worker', models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ('started_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='AuditEntry',
                fields=[
                    ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                    ('at', models.CharField(max_length=24)),
                    ('actor', models.CharField(max_length=120)),
                    ('code', models.CharField(max_length=80)),
                    ('subject', models.CharField(max_length=160)),
                    ('data', models.TextField()),
                    ('leaf', models.BinaryField()),
                    ('link', models.BinaryField()),
                ],
                options={
                    'ordering': ('seq',),
                    'indexes': [models.Index(fields=['subject', 'seq'], name='audit_by_subject'), models.Index(fields=['code', 'seq'], name='audit_by_code'), models.Index(fields=['actor', 'seq'], name='audit_by_actor')],
                },
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=80)),
                    ('payload', models.JSONField(default=dict)),
                    ('state', models.CharField(default='waiting', max_length=10)),
                    ('not_before', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('lease', models.CharField(blank=True, default='', max_length=32)),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('dedupe', models.CharField(blank=True, default='', max_length=120)),
                    ('slot', models.CharField(blank=True, default='', max_length=40)),
                    ('error', models.CharField(blank=True, default='', max_length=300)),
                    ('created_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'not_before'], name='core_job_due')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting'), models.Q(('dedupe', ''), _negated=True)), fields=('name', 'dedupe'), name='core_job_one_waiting_per_dedupe'), models.UniqueConstraint(condition=models.Q(('slot', ''), _negated=True), fields=('name', 'slot'), name='core_job_one_per_slot'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'dead'])), name='core_job_state_is_known')],
                },
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('purpose', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=150)),
                    ('media_type', models.CharField(max_length=130)),
                    ('announced_size', models.BigIntegerField(null=True)),
                    ('size', models.BigIntegerField(null=True)),
                    ('sha256', models.CharField(blank=True, default='', max_length=64)),
                    ('sha512', models.CharField(blank=True, default='', max_length=128)),
                    ('resume_key', models.CharField(blank=True, default='', max_length=64)),
                    ('created_by', models.CharField(max_length=120)),
                    ('created_at', models.DateTimeField()),
                    ('touched_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['created_by', 'resume_key'], name='core_file_resume')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('sha256', ''), ('sha512', ''), ('size__isnull', True)), models.Q(('finished_at__isnull', False), ('size__gte', 0), models.Q(('sha256', ''), _negated=True), models.Q(('sha512', ''), _negated=True)), _connector='OR'), name='core_file_finished_is_whole'), models.CheckConstraint(condition=models.Q(('announced_size__isnull', True), ('size__isnull', True), ('size', models.F('announced_size')), _connector='OR'), name='core_file_size_as_announced')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('first_day', models.DateField()),
                    ('last_day', models.DateField()),
                    ('state', models.CharField(default='proposed', max_length=16)),
                    ('declared_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('declared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL)),
                    ('substitute', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standing_in', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('first_day', 'declared_at'),
                    'indexes': [models.Index(fields=['substitute', 'state', 'last_day'], name='absence_standing_in')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('substitute__isnull', True), models.Q(('substitute', models.F('officer')), _negated=True), _connector='OR'), name='absence_another_stands_in'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'in_force'), _negated=True), ('substitute__isnull', False), _connector='OR'), name='absence_in_force_has_substitute')],
                },
            ),
            migrations.CreateModel(
                name='EnrolmentCode',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('digest', models.CharField(max_length=64)),
                    ('created', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('failures', models.PositiveSmallIntegerField(default=0)),
                    ('used_at', models.DateTimeField(null=True)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolment_codes', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True)), fields=('officer',), name='enrolment_one_open')],
                },
            ),
            migrations.CreateModel(
                name='MailNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=24)),
                    ('key', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('officer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['officer'], name='mail_to_be_told'), models.Index(fields=['at'], name='mail_notice_age')],
                    'constraints': [models.UniqueConstraint(fields=('officer', 'kind', 'key'), name='mail_told_once')],
                },
            ),
            migrations.CreateModel(
                name='RoleGrant',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=32)),
                    ('state', models.CharField(default='proposed', max_length=16)),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('founding', models.BooleanField(default=False)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('proposed_at',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['drafter', 'reviewer', 'head', 'registry', 'case_officer', 'translator', 'executing_authority', 'statistician', 'auditor', 'administrator'])), name='grant_role_known'), models.CheckConstraint(condition=models.Q(('proposed_by__isnull', True), models.Q(('proposed_by', models.F('officer')), _negated=True), _connector='OR'), name='grant_not_to_oneself'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), models.Q(('founding', True), ('proposed_by__isnull', True)), models.Q(('decided_by__isnull', False), ('proposed_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('decided_by', models.F('officer')), _negated=True)), _connector='OR'), name='grant_by_two_people'), models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'active'])), fields=('officer', 'role'), name='grant_once')],
                },
            ),
            migrations.CreateModel(
                name='SecondFactorReset',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('reason', models.CharField(max_length=400)),
                    ('state', models.CharField(default='proposed', max_length=16)),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_factor_resets', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('proposed_at',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('proposed_by', models.F('officer')), _negated=True), name='reset_not_by_oneself'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True), models.Q(('decided_by', models.F('officer')), _negated=True)), _connector='OR'), name='reset_by_two_people'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('officer',), name='reset_once')],
                },
            ),
            migrations.CreateModel(
                name='SigningKey',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('certificate', models.TextField()),
                    ('wrapped', models.BinaryField()),
                    ('created', models.DateTimeField()),
                    ('valid_to', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_keys', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-created',),
                },
            ),
            migrations.CreateModel(
                name='FilePart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('offset', models.BigIntegerField()),
                    ('size', models.BigIntegerField()),
                    ('blob', models.CharField(max_length=64, unique=True)),
                    ('head', models.CharField(max_length=64)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='core.storedfile')),
                ],
                options={
                    'ordering': ['offset'],
                    'constraints': [models.UniqueConstraint(fields=('file', 'offset'), name='core_part_one_per_offset'), models.CheckConstraint(condition=models.Q(('offset__gte', 0), ('size__gt', 0)), name='core_part_has_a_place')],
                },
            ),
            migrations.CreateModel(
                name='MailChoice',
                fields=[
                    ('officer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mail', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('address', models.EmailField(max_length=254)),
                    ('kinds', models.JSONField(blank=True, default=list)),
                    ('rhythm', models.CharField(default='at_once', max_length=8)),
                    ('changed_at', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(blank=True, help_text='when a message was last taken by the server', null=True)),
                    ('dead_at', models.DateTimeField(blank=True, help_text='when the server refused the address for good', null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('rhythm__in', ['at_once', 'daily'])), name='mail_rhythm_known')],
                },
            ),
            migrations.CreateModel(
                name='Program',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=100)),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('contacts', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('last_used_on', models.DateField(help_text='the last day of use in UTC; written once a day', null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-made_at'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='program_runs_out'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='program_ended_by_somebody')],
                },
            ),
        ]),
        migrations.RunPython(triggers.install, triggers.remove),
    ]
