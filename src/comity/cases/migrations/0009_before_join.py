"""What stood in two cases before the registry joined one to the other."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0008_moves_offered_again'),
    ]

    operations = [
        migrations.CreateModel(
            name='BeforeJoin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('former_id', models.UUIDField(help_text='the case from the letter')),
                ('at', models.DateTimeField()),
                ('former', models.JSONField()),
                ('signed', models.JSONField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='before_join', to='cases.case')),
            ],
        ),
    ]
