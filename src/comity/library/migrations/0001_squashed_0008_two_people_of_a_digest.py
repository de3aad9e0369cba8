"""The tables of `comity.library`, as the migrations up to `0008_two_people_of_a_digest` leave them, made in one step.

A node that is founded now starts here; one that has made any of those goes on with them.
"""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comity.core.tables import MakeTables


class Migration(migrations.Migration):

    replaces = [('library', '0001_initial'), ('library', '0002_laws_and_digests'), ('library', '0003_mirrors'), ('library', '0004_saved_searches'), ('library', '0005_likeness_keys'), ('library', '0006_laws_from_hubs'), ('library', '0007_decisions_read_again'), ('library', '0008_two_people_of_a_digest')]

    initial = True

    dependencies = [
        ('core', '0002_programs'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Work',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('symbol', models.CharField(blank=True, default='', max_length=120)),
                    ('body', models.CharField(blank=True, default='', max_length=80)),
                    ('kind', models.CharField(max_length=40)),
                    ('date', models.DateField(null=True)),
                    ('meeting', models.CharField(blank=True, default='', max_length=60)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['-date'], name='library_work_date'), models.Index(fields=['meeting'], name='library_work_meeting')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('symbol', ''), _negated=True), fields=('symbol',), name='library_work_symbol')],
                },
            ),
            migrations.CreateModel(
                name='Expression',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('language', models.CharField(max_length=12)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('date', models.DateField(null=True)),
                    ('title', models.TextField(blank=True, default='')),
                    ('title_key', models.CharField(blank=True, default='', max_length=64)),
                    ('masthead', models.JSONField(default=dict)),
                    ('dates', models.JSONField(default=list)),
                    ('sketch', models.BinaryField(default=b'')),
                    ('created_at', models.DateTimeField()),
                    ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='expressions', to='library.work')),
                    ('announced_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['title_key'], name='library_expression_title'), models.Index(condition=models.Q(('announced_at__isnull', True)), fields=['created_at'], name='library_expression_new')],
                    'constraints': [models.UniqueConstraint(fields=('work', 'language', 'version'), name='library_expression_version')],
                },
            ),
            migrations.CreateModel(
                name='Manifestation',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('state', models.CharField(choices=[('read', 'Read'), ('conversion', 'Conversion')], max_length=12)),
                    ('reader', models.CharField(max_length=20)),
                    ('loaded_by', models.CharField(max_length=120)),
                    ('loaded_at', models.DateTimeField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manifestations', to='library.expression')),
                    ('file', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'read')), fields=('expression',), name='library_manifestation_read')],
                },
            ),
            migrations.CreateModel(
                name='Paragraph',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveIntegerField()),
                    ('kind', models.CharField(max_length=20)),
                    ('key', models.CharField(max_length=40)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('label', models.CharField(blank=True, default='', max_length=40)),
                    ('level', models.PositiveSmallIntegerField(default=0)),
                    ('headings', models.JSONField(default=list)),
                    ('text', models.TextField()),
                    ('items', models.JSONField(default=list)),
                    ('agenda', models.JSONField(default=list)),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='library.expression')),
                ],
                options={
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('expression', 'order'), name='library_paragraph_order'), models.UniqueConstraint(fields=('expression', 'key'), name='library_paragraph_key')],
                },
            ),
            migrations.CreateModel(
                name='Footnote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveIntegerField()),
                    ('key', models.CharField(max_length=40)),
                    ('mark', models.CharField(max_length=20)),
                    ('text', models.TextField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='footnotes', to='library.expression')),
                    ('paragraph', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='footnotes', to='library.paragraph')),
                ],
                options={
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('expression', 'order'), name='library_footnote_order')],
                },
            ),
            migrations.CreateModel(
                name='Citation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(blank=True, default='', max_length=80)),
                    ('what', models.CharField(choices=[('symbol', 'Symbol'), ('article', 'Article'), ('resolution', 'Resolution')], max_length=12)),
                    ('key', models.CharField(max_length=300)),
                    ('pin', models.CharField(blank=True, default='', max_length=80)),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.expression')),
                    ('footnote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.footnote')),
                    ('paragraph', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.paragraph')),
                    ('work', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cited_in', to='library.work')),
                ],
                options={
                    'indexes': [models.Index(fields=['what', 'key'], name='library_citation_key')],
                },
            ),
            migrations.CreateModel(
                name='StateMention',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(blank=True, default='', max_length=80)),
                    ('iso3', models.CharField(max_length=3)),
                    ('category', models.CharField(max_length=40)),
                    ('order', models.PositiveIntegerField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.expression')),
                    ('footnote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.footnote')),
                    ('paragraph', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.paragraph')),
                ],
                options={
                    'ordering': ['order'],
                    'indexes': [models.Index(fields=['iso3'], name='library_state_iso3')],
                },
            ),
            migrations.CreateModel(
                name='Observer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('category', models.CharField(max_length=40)),
                    ('name', models.CharField(max_length=500)),
                    ('order', models.PositiveIntegerField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observers', to='library.expression')),
                ],
                options={
                    'ordering': ['order'],
                },
            ),
            migrations.CreateModel(
                name='Figure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(blank=True, default='', max_length=80)),
                    ('what', models.CharField(max_length=60)),
                    ('value', models.BigIntegerField()),
                    ('at_least', models.BooleanField(default=False)),
                    ('date', models.CharField(blank=True, default='', max_length=10)),
                    ('text', models.TextField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.expression')),
                    ('footnote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.footnote')),
                    ('paragraph', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.paragraph')),
                ],
                options={
                    'indexes': [models.Index(fields=['what', 'date'], name='library_figure_what')],
                },
            ),
            migrations.CreateModel(
                name='Recommendation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(blank=True, default='', max_length=80)),
                    ('text', models.TextField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.expression')),
                    ('footnote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.footnote')),
                    ('paragraph', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.paragraph')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Unresolved',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(blank=True, default='', max_length=80)),
                    ('code', models.CharField(max_length=40)),
                    ('text', models.TextField()),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('accepted', 'accepted'), ('corrected', 'corrected'), ('assigned', 'assigned')], default='waiting', max_length=12)),
                    ('answer', models.CharField(blank=True, default='', max_length=40)),
                    ('reason', models.TextField(blank=True, default='')),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.expression')),
                    ('footnote', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.footnote')),
                    ('paragraph', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='library.paragraph')),
                    ('read_as', models.CharField(blank=True, default='', max_length=20)),
                    ('earlier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='later', to='library.unresolved')),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'id'], name='library_unresolved_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('reason', ''), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='library_unresolved_decided_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Telling',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('how', models.CharField(max_length=8)),
                    ('what', models.CharField(max_length=64)),
                    ('symbol', models.CharField(max_length=120)),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tellings', to='library.expression')),
                ],
                options={
                    'indexes': [models.Index(fields=['how', 'what'], name='library_telling_what')],
                },
            ),
            migrations.CreateModel(
                name='Law',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('place', models.CharField(max_length=4)),
                    ('kind', models.CharField(choices=[('constitution', 'Constitution'), ('statute', 'Statute'), ('code', 'Code'), ('regulation', 'Regulation'), ('ruling', 'Ruling'), ('guide', 'Guide')], max_length=12)),
                    ('number', models.CharField(blank=True, default='', max_length=120)),
                    ('title', models.CharField(max_length=500)),
                    ('confirmed_on', models.DateField(null=True)),
                    ('confirmed_by', models.CharField(blank=True, default='', max_length=500)),
                    ('repealed_on', models.DateField(null=True)),
                    ('repealed_by', models.CharField(blank=True, default='', max_length=500)),
                    ('entered_at', models.DateTimeField()),
                    ('work', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='law', to='library.work')),
                    ('hub', models.CharField(blank=True, default='', max_length=60)),
                ],
                options={
                    'indexes': [models.Index(fields=['place', 'title'], name='library_law_state')],
                },
            ),
            migrations.CreateModel(
                name='LawVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('in_force_from', models.DateField(null=True)),
                    ('reported_on', models.DateField()),
                    ('source', models.CharField(max_length=500)),
                    ('verified', models.BooleanField(default=False)),
                    ('entered_at', models.DateTimeField()),
                    ('expression', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='law_version', to='library.expression')),
                    ('law', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='library.law')),
                    ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-reported_on', '-entered_at'],
                },
            ),
            migrations.CreateModel(
                name='Provision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('article', models.CharField(max_length=40)),
                    ('place', models.CharField(blank=True, default='', max_length=120)),
                    ('order', models.PositiveIntegerField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='provisions', to='library.lawversion')),
                ],
                options={
                    'ordering': ['order'],
                    'indexes': [models.Index(fields=['article'], name='library_provision_article')],
                },
            ),
            migrations.CreateModel(
                name='Digest',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('title', models.CharField(max_length=300)),
                    ('language', models.CharField(max_length=12)),
                    ('year', models.PositiveIntegerField()),
                    ('subject', models.CharField(choices=[('mla', 'Mla'), ('extradition', 'Extradition'), ('asset_recovery', 'Asset Recovery'), ('law_enforcement', 'Law Enforcement'), ('joint_investigation', 'Joint Investigation'), ('transfer_person', 'Transfer Person'), ('transfer_proceedings', 'Transfer Proceedings'), ('civil_administrative', 'Civil Administrative')], max_length=24)),
                    ('outcome', models.CharField(choices=[('granted', 'Granted'), ('partly', 'Partly'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('pending', 'Pending')], max_length=12)),
                    ('states', models.JSONField(default=list)),
                    ('articles', models.JSONField(default=list)),
                    ('instruments', models.CharField(blank=True, default='', max_length=500)),
                    ('facts', models.TextField()),
                    ('course', models.TextField()),
                    ('lessons', models.TextField()),
                    ('state', models.CharField(choices=[('draft', 'draft'), ('waiting', 'waiting'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=12)),
                    ('note', models.TextField(blank=True, default='')),
                    ('written_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('work', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='digest', to='library.work')),
                    ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('hub', models.CharField(blank=True, default='', max_length=60)),
                ],
                options={
                    'ordering': ['-written_at'],
                    'indexes': [models.Index(fields=['state', '-written_at'], name='library_digest_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hub', ''), _negated=True), ('written_by__isnull', False), _connector='OR'), name='library_digest_of_somebody'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('written_by')), _negated=True), _connector='OR'), name='library_digest_two_people')],
                },
            ),
            migrations.CreateModel(
                name='Mirror',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hub', models.CharField(max_length=60, unique=True)),
                    ('issue', models.PositiveIntegerField(default=0)),
                    ('digest', models.CharField(blank=True, default='', max_length=64)),
                    ('count', models.PositiveIntegerField(default=0)),
                    ('chain', models.CharField(blank=True, default='', max_length=64)),
                    ('looked_at', models.DateTimeField(null=True)),
                    ('good_at', models.DateTimeField(null=True)),
                    ('ends_at', models.DateTimeField(null=True)),
                    ('trouble', models.CharField(blank=True, default='', max_length=40)),
                    ('trouble_at', models.DateTimeField(null=True)),
                    ('statements_digest', models.CharField(blank=True, default='', max_length=64)),
                    ('statements_issue', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='MirrorEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.BigIntegerField()),
                    ('line', models.TextField()),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken'), ('known', 'Known'), ('unreadable', 'Unreadable')], default='waiting', max_length=12)),
                    ('code', models.CharField(blank=True, default='', max_length=40)),
                    ('tries', models.PositiveIntegerField(default=0)),
                    ('differs', models.BooleanField(default=False)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('manifestation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.manifestation')),
                    ('mirror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='library.mirror')),
                ],
                options={
                    'ordering': ['number'],
                    'indexes': [models.Index(fields=['mirror', 'state', 'tries'], name='library_mirror_state')],
                    'constraints': [models.UniqueConstraint(fields=('mirror', 'number'), name='library_mirror_number')],
                },
            ),
            migrations.CreateModel(
                name='SavedSearch',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=120)),
                    ('asked', models.TextField()),
                    ('saved_at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField()),
                    ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['name', 'saved_at'],
                },
            ),
            migrations.CreateModel(
                name='News',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('count', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='library.expression')),
                    ('search', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='library.savedsearch')),
                ],
                options={
                    'ordering': ['-at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('search', 'expression'), name='library_news_once')],
                },
            ),
            migrations.CreateModel(
                name='Likeness',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.BigIntegerField()),
                    ('expression', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='likenesses', to='library.expression')),
                ],
                options={
                    'indexes': [models.Index(fields=['key'], name='library_likeness_key')],
                },
            ),
            migrations.CreateModel(
                name='MirrorStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=6)),
                    ('ref', models.UUIDField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.BigIntegerField()),
                    ('taken', models.BigIntegerField(default=0)),
                    ('listed', models.BooleanField(default=True)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('taken', 'Taken'), ('known', 'Known'), ('unreadable', 'Unreadable')], default='waiting', max_length=12)),
                    ('code', models.CharField(blank=True, default='', max_length=40)),
                    ('tries', models.PositiveIntegerField(default=0)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.digest')),
                    ('law', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='library.law')),
                    ('mirror', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='library.mirror')),
                ],
                options={
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['mirror', 'state', 'tries'], name='library_mirror_stated')],
                    'constraints': [models.UniqueConstraint(fields=('mirror', 'kind', 'ref'), name='library_mirror_statement')],
                },
            ),
        ]),
    ]
