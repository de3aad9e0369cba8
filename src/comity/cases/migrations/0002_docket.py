"""The docket of each officer, which the database itself keeps beside `Member` and `Case` (`comity.cases.dockets`).

Indexes that lists no longer need go.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.RemoveIndex(model_name="case", name="case_latest"),
        migrations.RemoveIndex(model_name="case", name="case_turn_due"),
        migrations.RemoveIndex(model_name="case", name="case_turn_latest"),
        migrations.RemoveIndex(model_name="case", name="case_direction_latest"),
        migrations.RemoveIndex(model_name="case", name="case_state_latest"),
        migrations.AlterField(
            model_name="searchterm",
            name="case",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="cases.case"
            ),
        ),
        migrations.AddIndex(
            model_name="searchterm", index=models.Index(fields=["case", "term"], name="term_of_case")
        ),
        migrations.CreateModel(
            name="DocketEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("direction", models.CharField(max_length=8)),
                ("step", models.CharField(max_length=32)),
                ("counterpart_state", models.CharField(max_length=80)),
                ("kinds", models.CharField(max_length=300)),
                ("turn_side", models.CharField(max_length=8)),
                ("turn_role", models.CharField(max_length=24)),
                ("turn_due", models.DateField(null=True)),
                ("limitation_date", models.DateField(null=True)),
                ("unattended", models.BooleanField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=[
                            "officer", "-changed_at", "-case", "turn_side", "turn_due", "direction",
                            "counterpart_state", "created_at", "kinds",
                        ],
                        name="docket_latest",
                    ),
                    models.Index(
                        fields=[
                            "officer", "turn_side", "turn_due", "-changed_at", "case", "turn_role", "direction",
                            "limitation_date", "unattended",
                        ],
                        name="docket_turn",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("officer", "case"), name="docket_once")],
            },
        ),
    ]  # fmt: skip
