"""The triggers that keep each officer's docket (`models.docket`) and the index of words (`models.search`).

Triggers of the database, because every way of writing a case or a membership has to end in the docket, also one that
goes past the models; and a changed case has to be read again for its words. They are taken away before the schema
changes, since SQLite makes a table anew to change it and would take them with it, and put back afterwards, when the
docket is filled again from what stands in the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from comity.cases.models.docket import COPIED

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = ", ".join(COPIED)
ENTER = (
    f"INSERT INTO cases_docketentry (officer_id, case_id, {COLUMNS}) SELECT NEW.officer_id, id, {COLUMNS} "  # noqa: S608 (names of ours)
    "FROM cases_case WHERE id = NEW.case_id AND NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE "
    "x.officer_id = NEW.officer_id AND x.case_id = NEW.case_id) ON CONFLICT (officer_id, case_id) DO NOTHING;"
)
LEAVE = (
    "DELETE FROM cases_docketentry WHERE officer_id = OLD.officer_id AND case_id = OLD.case_id AND NOT EXISTS ("
    "SELECT 1 FROM cases_member WHERE officer_id = OLD.officer_id AND case_id = OLD.case_id AND until IS NULL);"
)
FOLLOW = f"UPDATE cases_docketentry SET {', '.join(f'{name} = NEW.{name}' for name in COPIED)} WHERE case_id = NEW.id;"  # noqa: S608 (names of ours)
SHUT_OUT = "DELETE FROM cases_docketentry WHERE officer_id = NEW.officer_id AND case_id = NEW.case_id;"
FILL = (
    f"INSERT INTO cases_docketentry (officer_id, case_id, {COLUMNS}) SELECT DISTINCT m.officer_id, c.id, "  # noqa: S608 (names of ours)
    f"{', '.join(f'c.{name}' for name in COPIED)} FROM cases_member m JOIN cases_case c ON c.id = m.case_id "
    "WHERE m.until IS NULL AND NOT EXISTS (SELECT 1 FROM cases_exclusion x WHERE x.officer_id = m.officer_id "
    "AND x.case_id = m.case_id)"
)
TEXT = (
    "INSERT INTO cases_searchtext (case_id, words, stale) VALUES (NEW.id, '', TRUE) ON CONFLICT (case_id) DO NOTHING;"
)
STALE = "UPDATE cases_searchtext SET stale = TRUE WHERE case_id = NEW.id;"
TEXTS = (
    "INSERT INTO cases_searchtext (case_id, words, stale) SELECT id, '', TRUE FROM cases_case WHERE TRUE "
    "ON CONFLICT (case_id) DO NOTHING"
)
TRIGGERS = {  # name: (when, table, row of the table that it is about, what is done)
    "docket_member_enters": ("INSERT", "cases_member", "NEW.until IS NULL", ENTER),
    "docket_member_returns": ("UPDATE", "cases_member", "NEW.until IS NULL", ENTER),
    "docket_member_leaves": ("UPDATE", "cases_member", "NEW.until IS NOT NULL", LEAVE),
    "docket_member_goes": ("DELETE", "cases_member", "", LEAVE),
    "docket_officer_excluded": ("INSERT", "cases_exclusion", "", SHUT_OUT),
    "docket_case_changes": (f"UPDATE OF {COLUMNS}", "cases_case", "", FOLLOW),
    "docket_text_made": ("INSERT", "cases_case", "", TEXT),
    "docket_text_changes": ("UPDATE OF changed_at", "cases_case", "", STALE),
}
# FTS5 keeps only the index; the words stand in our table, and it is told what they were and what they are.
WORDS = "INSERT INTO cases_fulltext (rowid, words) VALUES (NEW.id, NEW.words);"
NO_WORDS = "INSERT INTO cases_fulltext (cases_fulltext, rowid, words) VALUES ('delete', OLD.id, OLD.words);"
OF_FTS5 = {
    "docket_words_made": ("INSERT", "cases_searchtext", "", WORDS),
    "docket_words_change": ("UPDATE OF words", "cases_searchtext", "", f"{NO_WORDS} {WORDS}"),
    "docket_words_go": ("DELETE", "cases_searchtext", "", NO_WORDS),
}
# Our words have spaces between and nothing else: whatever else is in them belongs to them.
FTS5 = """
    CREATE VIRTUAL TABLE IF NOT EXISTS cases_fulltext USING fts5(
        words, content='cases_searchtext', content_rowid='id', detail='none', columnsize=0,
        tokenize="ascii tokenchars '-/._:@+,'"
    )
"""
VECTOR = (
    """
    ALTER TABLE cases_searchtext ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
    """,
    "CREATE INDEX search_words ON cases_searchtext USING gin (vector)",
)


def before_migrations(*, using: str, plan: list[Any], **kwargs: Any) -> None:
    """Take the triggers away before the schema changes."""
    del kwargs
    if plan:
        remove(connections[using])


def after_migrations(*, using: str, **kwargs: Any) -> None:
    """Put the triggers back, and fill the docket, where they are missing."""
    del kwargs
    connection = connections[using]
    if "cases_searchtext" in connection.introspection.table_names() and not _installed(connection):
        install(connection)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers, and put on the docket and into the index what was written while they were away."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _index_of_words(connection):
            cursor.execute(statement)
        for name, (event, table, condition, act) in _triggers(connection).items():
            when = f"WHEN ({condition})" if condition else ""
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {act} RETURN NULL; END $$"
                )
                act = f"EXECUTE FUNCTION {name}()"  # noqa: PLW2901 (the same act, by its name)
            else:
                act = f"BEGIN {act} END"  # noqa: PLW2901 (the same act, in its frame)
            cursor.execute(f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {when} {act}")
        cursor.execute("DELETE FROM cases_docketentry")
        cursor.execute(FILL)
        cursor.execute(TEXTS)
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO cases_fulltext (cases_fulltext) VALUES ('rebuild')")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away."""
    for name in _installed(connection):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {_triggers(connection)[name][1]}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _installed(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of our triggers that are there."""
    look = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'docket_%%'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'docket_%%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(look, [])
        known = _triggers(connection)
        return [name for (name,) in cursor.fetchall() if name in known]


def _index_of_words(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """Return what makes the index of words, where it is missing."""
    if connection.vendor == "sqlite":
        return (FTS5,)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "cases_searchtext")
    return () if any(one.name == "vector" for one in columns) else VECTOR


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str, str, str]]:
    return TRIGGERS if connection.vendor == "postgresql" else TRIGGERS | OF_FTS5
