"""The tables of `comity.library`, made in one step: a node is founded in seconds."""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comity.core.tables import MakeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                    'indexes': [models.Index(fields=['-date'], name='library_work_date')],
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
                ],
                options={
                    'indexes': [models.Index(fields=['title_key'], name='library_expression_title')],
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
        ]),
    ]
