"""The tables of `comity.exchange`, made in one step: a node is founded in seconds."""

import comity.kernel.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comity.core.tables import MakeTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        MakeTables([
            migrations.CreateModel(
                name='Peer',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(default='comity', max_length=8)),
                    ('node_id', models.CharField(max_length=64, unique=True)),
                    ('state', models.CharField(max_length=300)),
                    ('names', models.JSONField(default=dict)),
                    ('url', models.CharField(blank=True, default='', max_length=2048)),
                    ('key_file', models.BinaryField(default=bytes)),
                    ('fingerprint', models.CharField(blank=True, default='', max_length=60)),
                    ('pinned_at', models.DateTimeField(null=True)),
                    ('suspended_at', models.DateTimeField(null=True)),
                    ('restart', models.UUIDField(null=True)),
                    ('address', models.TextField(blank=True, default='')),
                    ('email', models.CharField(blank=True, default='', max_length=254)),
                    ('languages', models.JSONField(blank=True, default=list)),
                    ('channel_notes', models.TextField(blank=True, default='')),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('kind', 'comity'), models.Q(('node_id__startswith', 'letter.'), _negated=True)), models.Q(('fingerprint', ''), ('kind', 'letter'), ('node_id__startswith', 'letter.'), ('url', '')), _connector='OR'), name='exchange_peer_kind'), models.CheckConstraint(condition=models.Q(('state', ''), _negated=True), name='exchange_peer_has_state')],
                },
            ),
            migrations.CreateModel(
                name='Alarm',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('code', models.CharField(max_length=40)),
                    ('message_id', models.UUIDField(null=True)),
                    ('evidence', models.BinaryField(default=bytes)),
                    ('sha256', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='exchange.peer')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('peer', 'code', 'sha256'), name='exchange_alarm_once')],
                },
            ),
            migrations.CreateModel(
                name='Blob',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('ours', models.BooleanField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('size', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('expected', 'Expected'), ('stored', 'Stored'), ('released', 'Released')], default='expected', max_length=10)),
                    ('created_at', models.DateTimeField()),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='blobs', to='exchange.peer')),
                ],
                options={
                    'indexes': [models.Index(fields=['peer', 'ours', 'state'], name='exchange_blob_due')],
                    'constraints': [models.UniqueConstraint(fields=('peer', 'ours', 'sha256'), name='exchange_blob_once'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='exchange_blob_not_empty'), models.CheckConstraint(condition=models.Q(('state__in', ['expected', 'stored', 'released'])), name='exchange_blob_state')],
                },
            ),
            migrations.CreateModel(
                name='CaseCounter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case_id', models.UUIDField()),
                    ('sent', models.PositiveIntegerField(default=0)),
                    ('applied', models.PositiveIntegerField(default=0)),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.peer')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('peer', 'case_id'), name='exchange_counter_once')],
                },
            ),
            migrations.CreateModel(
                name='ChainHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ours', models.BooleanField()),
                    ('inner', models.BooleanField(default=False)),
                    ('chain_id', models.UUIDField(default=comity.kernel.ids.new_id)),
                    ('seq', models.BigIntegerField(default=0)),
                    ('sha256', models.CharField(blank=True, default='', max_length=64)),
                    ('acked_seq', models.BigIntegerField(default=0)),
                    ('is_open', models.BooleanField(default=True)),
                    ('began_at', models.DateTimeField()),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.peer')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('peer', 'ours', 'chain_id'), name='exchange_head_one_per_chain'), models.UniqueConstraint(condition=models.Q(('is_open', True), ('ours', True)), fields=('peer', 'inner'), name='exchange_head_one_open_of_ours')],
                },
            ),
            migrations.CreateModel(
                name='ChainItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('ours', models.BooleanField()),
                    ('chain_id', models.UUIDField()),
                    ('seq', models.BigIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('prev', models.CharField(blank=True, default='', max_length=64)),
                    ('what', models.CharField(max_length=10)),
                    ('message_id', models.UUIDField()),
                    ('raw', models.BinaryField(default=bytes)),
                    ('at', models.DateTimeField()),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.peer')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('peer', 'ours', 'chain_id', 'seq'), name='exchange_chain_one_per_place'), models.UniqueConstraint(fields=('peer', 'ours', 'sha256'), name='exchange_chain_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('prev', ''), ('seq', 1)), models.Q(('seq__gt', 1), models.Q(('prev', ''), _negated=True)), _connector='OR'), name='exchange_chain_first_follows_none')],
                },
            ),
            migrations.CreateModel(
                name='PeerChange',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('key_file', models.BinaryField()),
                    ('fingerprint', models.CharField(max_length=60)),
                    ('follows', models.BooleanField(default=False)),
                    ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('declined', 'declined')], default='proposed', max_length=12)),
                    ('proposed_at', models.DateTimeField()),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='exchange.peer')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='exchange_change_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'proposed')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('state__in', ['confirmed', 'declined'])), _connector='OR'), name='exchange_change_decided_by_somebody'), models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('peer',), name='exchange_change_one_open_per_peer')],
                },
            ),
            migrations.CreateModel(
                name='PostItem',
                fields=[
                    ('message_id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('ours', models.BooleanField()),
                    ('case_id', models.UUIDField()),
                    ('number', models.PositiveIntegerField()),
                    ('kind', models.CharField(max_length=40)),
                    ('business', models.CharField(blank=True, default='', max_length=120)),
                    ('in_reply_to', models.UUIDField(null=True)),
                    ('content', models.BinaryField()),
                    ('written_by', models.CharField(max_length=120)),
                    ('created_at', models.DateTimeField()),
                    ('channel', models.CharField(blank=True, default='', max_length=12)),
                    ('travelled_on', models.DateField(null=True)),
                    ('carrier', models.CharField(blank=True, default='', max_length=200)),
                    ('tracking', models.CharField(blank=True, default='', max_length=120)),
                    ('recorded_by', models.CharField(blank=True, default='', max_length=120)),
                    ('recorded_at', models.DateTimeField(null=True)),
                    ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='post', to='exchange.peer')),
                ],
                options={
                    'ordering': ['created_at', 'message_id'],
                    'indexes': [models.Index(fields=['case_id', 'created_at'], name='exchange_post_case'), models.Index(condition=models.Q(('recorded_at__isnull', True)), fields=['created_at'], name='exchange_post_waiting')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('channel', ''), ('ours', True), ('recorded_at__isnull', True), ('travelled_on__isnull', True)), models.Q(('recorded_at__isnull', False), ('travelled_on__isnull', False), models.Q(('channel', ''), _negated=True), models.Q(('recorded_by', ''), _negated=True)), _connector='OR'), name='exchange_post_recorded_whole'), models.UniqueConstraint(condition=models.Q(('ours', False)), fields=('peer', 'case_id', 'kind', 'business'), name='exchange_post_acts_once')],
                },
            ),
            migrations.CreateModel(
                name='StoredReceipt',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('ours', models.BooleanField()),
                    ('event', models.CharField(max_length=40)),
                    ('message_id', models.UUIDField(db_index=True)),
                    ('code', models.CharField(blank=True, default='', max_length=40)),
                    ('raw', models.BinaryField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('seq', models.BigIntegerField()),
                    ('event_time', models.DateTimeField()),
                    ('stored_at', models.DateTimeField()),
                    ('delivered_at', models.DateTimeField(null=True)),
                    ('wanted', models.BooleanField(default=False)),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='exchange.peer')),
                ],
                options={
                    'ordering': ['stored_at', 'seq'],
                    'constraints': [models.UniqueConstraint(fields=('peer', 'ours', 'sha256'), name='exchange_receipt_once')],
                },
            ),
            migrations.CreateModel(
                name='Contact',
                fields=[
                    ('peer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='contact', serialize=False, to='exchange.peer')),
                    ('we_fetch', models.BooleanField(default=False)),
                    ('they_fetch', models.BooleanField(default=False)),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('heard_at', models.DateTimeField(null=True)),
                    ('fetched_at', models.DateTimeField(null=True)),
                    ('suspected', models.CharField(blank=True, default='', max_length=64)),
                    ('suspected_at', models.DateTimeField(null=True)),
                    ('compared_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='InboxItem',
                fields=[
                    ('id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('message_id', models.UUIDField()),
                    ('envelope', models.BinaryField()),
                    ('envelope_sha256', models.CharField(db_index=True, max_length=64)),
                    ('expires_at', models.DateTimeField()),
                    ('announced_at', models.DateTimeField()),
                    ('consigned_at', models.DateTimeField(null=True)),
                    ('opened_at', models.DateTimeField(null=True)),
                    ('state', models.CharField(choices=[('announced', 'announced'), ('consigned', 'consigned'), ('waiting', 'waiting'), ('handed_over', 'handed_over'), ('failed', 'failed')], default='announced', max_length=12)),
                    ('kind', models.CharField(blank=True, default='', max_length=40)),
                    ('case_id', models.UUIDField(null=True)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('business', models.CharField(blank=True, default='', max_length=80)),
                    ('content_sha256', models.CharField(blank=True, default='', max_length=64)),
                    ('in_reply_to', models.UUIDField(null=True)),
                    ('repeats', models.BooleanField(default=False)),
                    ('code', models.CharField(blank=True, default='', max_length=40)),
                    ('proof', models.JSONField(default=list)),
                    ('container', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('evidence', models.ManyToManyField(related_name='+', to='exchange.blob')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.blob')),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='inbox', to='exchange.peer')),
                ],
                options={
                    'ordering': ['announced_at', 'id'],
                    'indexes': [models.Index(fields=['state', 'announced_at'], name='exchange_inbox_due'), models.Index(fields=['case_id', 'number'], name='exchange_inbox_case')],
                    'constraints': [models.UniqueConstraint(fields=('peer', 'message_id'), name='exchange_inbox_once'), models.UniqueConstraint(condition=models.Q(('repeats', False), ('state', 'handed_over')), fields=('peer', 'case_id', 'kind', 'business'), name='exchange_inbox_one_effect'), models.CheckConstraint(condition=models.Q(models.Q(('consigned_at__isnull', True), ('state', 'announced')), models.Q(models.Q(('state', 'announced'), _negated=True), ('consigned_at__isnull', False)), _connector='OR'), name='exchange_inbox_consigned_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('code', ''), _negated=True), _connector='OR'), name='exchange_inbox_failed_why')],
                },
            ),
            migrations.CreateModel(
                name='OutboxItem',
                fields=[
                    ('message_id', models.UUIDField(default=comity.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                    ('case_id', models.UUIDField()),
                    ('number', models.PositiveIntegerField()),
                    ('kind', models.CharField(max_length=40)),
                    ('in_reply_to', models.UUIDField(null=True)),
                    ('refs', models.JSONField(default=list)),
                    ('limits', models.BinaryField(default=bytes)),
                    ('content', models.BinaryField()),
                    ('sent_by', models.CharField(max_length=120)),
                    ('created_at', models.DateTimeField()),
                    ('state', models.CharField(choices=[('new', 'new'), ('packed', 'packed'), ('sent', 'sent'), ('consigned', 'consigned'), ('handed_over', 'handed_over'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default='new', max_length=12)),
                    ('envelope', models.BinaryField(default=bytes)),
                    ('envelope_sha256', models.CharField(blank=True, default='', max_length=64)),
                    ('expires_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveIntegerField(default=0)),
                    ('tried_at', models.DateTimeField(null=True)),
                    ('trouble', models.CharField(blank=True, default='', max_length=40)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('again', models.BooleanField(default=False)),
                    ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('package', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.blob')),
                    ('peer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outbox', to='exchange.peer')),
                ],
                options={
                    'ordering': ['created_at', 'message_id'],
                    'indexes': [models.Index(fields=['state', 'created_at'], name='exchange_outbox_due'), models.Index(fields=['case_id', 'number'], name='exchange_outbox_case'), models.Index(condition=models.Q(('again', True)), fields=['peer'], name='exchange_outbox_again')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='exchange_outbox_number'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'withdrawn']), models.Q(('package__isnull', False), models.Q(('envelope_sha256', ''), _negated=True)), _connector='OR'), name='exchange_outbox_packed_is_whole')],
                },
            ),
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
            migrations.CreateModel(
                name='BlobPart',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('offset', models.BigIntegerField()),
                    ('size', models.BigIntegerField()),
                    ('key', models.CharField(max_length=64, unique=True)),
                    ('blob', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='exchange.blob')),
                ],
                options={
                    'ordering': ['offset'],
                    'constraints': [models.UniqueConstraint(fields=('blob', 'offset'), name='exchange_part_once'), models.CheckConstraint(condition=models.Q(('offset__gte', 0), ('size__gt', 0)), name='exchange_part_has_a_place')],
                },
            ),
            migrations.CreateModel(
                name='InboxFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('letter', 'letter'), ('annex', 'annex'), ('evidence', 'evidence'), ('package', 'package')], max_length=8)),
                    ('ref', models.CharField(blank=True, default='', max_length=64)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='exchange.inboxitem')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('item', 'role', 'ref'), name='exchange_inbox_file_once')],
                },
            ),
            migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('annex', 'annex'), ('evidence', 'evidence')], max_length=8)),
                    ('ref', models.CharField(max_length=64)),
                    ('position', models.PositiveIntegerField()),
                    ('about', models.JSONField(default=dict)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                    ('blob', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.blob')),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='exchange.outboxitem')),
                ],
                options={
                    'ordering': ['role', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('item', 'role', 'ref'), name='exchange_attachment_once')],
                },
            ),
        ]),
    ]
