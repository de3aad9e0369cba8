"""What a directory holds of an authority beside how to reach it: treaties, ways, help that it gives, who executes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_origins'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='around_the_clock',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='entry',
            name='contact',
            field=models.CharField(blank=True, default='', max_length=200),
        ),
        migrations.AddField(
            model_name='entry',
            name='executing',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='entry',
            name='fax',
            field=models.CharField(blank=True, default='', max_length=100),
        ),
        migrations.AddField(
            model_name='entry',
            name='help_given',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='entry',
            name='instruments',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='entry',
            name='made_known',
            field=models.CharField(choices=[('unknown', 'Unknown'), ('notified', 'Notified'), ('directory', 'Directory')], default='unknown', max_length=12),
        ),
        migrations.AddField(
            model_name='entry',
            name='secure_address',
            field=models.CharField(blank=True, default='', max_length=254),
        ),
        migrations.AddField(
            model_name='entry',
            name='spoken',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='entry',
            name='ways',
            field=models.JSONField(blank=True, default=list),
        ),
    ]
