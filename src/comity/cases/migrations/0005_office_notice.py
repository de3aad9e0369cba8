"""An office without an account can be told by e-mail that its sheet is on its way."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_translation'),
    ]

    operations = [
        migrations.AddField(
            model_name='officetask',
            name='email',
            field=models.EmailField(blank=True, default='', help_text='where the office is told of its sheet', max_length=254),
        ),
        migrations.AddField(
            model_name='officetask',
            name='notice_at',
            field=models.DateTimeField(blank=True, help_text='when a mail server last took one', null=True),
        ),
        migrations.AddField(
            model_name='officetask',
            name='notice_dead_at',
            field=models.DateTimeField(blank=True, help_text='when it refused the address for good', null=True),
        ),
        migrations.AddField(
            model_name='officetask',
            name='notices',
            field=models.PositiveIntegerField(default=0, help_text='how many notices by e-mail were asked for'),
        ),
    ]
