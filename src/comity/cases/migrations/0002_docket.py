"""The docket of each officer, kept by the database itself beside `Member` and `Case`; indexes that lists no longer need.

Triggers, because every way of writing a case or a membership has to end in the docket, also one that goes past the
models. They are named so that a later migration that makes one of the two tables anew (SQLite) can put them back.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COPIED = (
    "direction", "step", "counterpart_state", "kinds", "turn_side", "turn_role", "turn_due", "limitation_date",
    "unattended", "created_at", "changed_at",
)  # fmt: skip
COLUMNS = ", ".join(COPIED)
ENTER = (
    f"INSERT INTO cases_docketentry (officer_id, case_id, {COLUMNS}) SELECT NEW.officer_id, id, {COLUMNS} "
    "FROM cases_case WHERE id = NEW.case_id ON CONFLICT (officer_id, case_id) DO NOTHING;"
)
LEAVE = (
    "DELETE FROM cases_docketentry WHERE officer_id = OLD.officer_id AND case_id = OLD.case_id AND NOT EXISTS ("
    "SELECT 1 FROM cases_member WHERE officer_id = OLD.officer_id AND case_id = OLD.case_id AND until IS NULL);"
)
FOLLOW = (
    f"UPDATE cases_docketentry SET {', '.join(f'{name} = NEW.{name}' for name in COPIED)} WHERE case_id = NEW.id;"
)
FILL = (
    f"INSERT INTO cases_docketentry (officer_id, case_id, {COLUMNS}) SELECT DISTINCT m.officer_id, c.id, "
    f"{', '.join(f'c.{name}' for name in COPIED)} FROM cases_member m JOIN cases_case c ON c.id = m.case_id "
    "WHERE m.until IS NULL"
)
TRIGGERS = {  # name: (when, table, row of the table that it is about, what is done)
    "docket_member_enters": ("INSERT", "cases_member", "NEW.until IS NULL", ENTER),
    "docket_member_returns": ("UPDATE", "cases_member", "NEW.until IS NULL", ENTER),
    "docket_member_leaves": ("UPDATE", "cases_member", "NEW.until IS NOT NULL", LEAVE),
    "docket_member_goes": ("DELETE", "cases_member", "", LEAVE),
    "docket_case_changes": (f"UPDATE OF {COLUMNS}", "cases_case", "", FOLLOW),
}


def install(apps, schema_editor):
    """Put the triggers there, and on the docket what was written before."""
    with schema_editor.connection.cursor() as cursor:
        for name, (event, table, condition, act) in TRIGGERS.items():
            when = f"WHEN ({condition})" if condition else ""
            if schema_editor.connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {act} RETURN NULL; END $$"
                )
                cursor.execute(
                    f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()"
                )
            else:
                cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} BEGIN {act} END")
        cursor.execute("DELETE FROM cases_docketentry")
        cursor.execute(FILL)


def remove(apps, schema_editor):
    """Take them away, to migrate back."""
    with schema_editor.connection.cursor() as cursor:
        for name, (_event, table, _condition, _act) in TRIGGERS.items():
            if schema_editor.connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


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
        migrations.RunPython(install, remove),
    ]  # fmt: skip
