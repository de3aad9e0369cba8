"""Indexes by which the figures of a period are counted (`comity.cases.queries.statistics`)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_turns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["id", "direction", "counterpart_state", "mode", "kinds"], name="case_counted"),
        ),
        migrations.AddIndex(
            model_name="line", index=models.Index(fields=["code", "at", "case"], name="line_counted")
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["decided_at", "decision"], name="decision_counted"),
        ),
        migrations.AddIndex(
            model_name="clarification", index=models.Index(fields=["answered_at"], name="clarification_counted")
        ),
    ]
