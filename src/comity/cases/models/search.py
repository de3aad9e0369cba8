"""The words by which cases are found in everything that was written in them.

One row a case: its words (`comity.core.tokens`), each once, with spaces between. The database keeps what it looks them
up by (an FTS5 table in SQLite, a `tsvector` in PostgreSQL; `comity.cases.dockets`), makes the row with the case and
marks it stale whenever the case changes; a job reads stale cases again (`comity.cases.jobs`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models.lookups import Lookup

from comity.cases.models.case import Case

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

    from comity.core.tokens import Token

    Asked = Lookup[Any]
else:
    Asked = Lookup


Sql = tuple[str, tuple[Any, ...]]


class SearchText(models.Model):
    """The words of one case; `stale` where the case has changed since they were read."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+", editable=False)
    words = models.TextField(blank=True, default="")
    stale = models.BooleanField(default=True)

    class Meta:
        """What is stale is found without a look at the rest."""

        indexes: ClassVar = [models.Index(fields=["id"], condition=models.Q(stale=True), name="search_stale")]

    def __str__(self) -> str:
        return f"words of {self.case_id}"


class Holds(Asked):
    """`words__holds=[Token, ...]`: every word, or one that begins so. Asked of the row at hand."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Look into the words of the row: the FTS5 table would join all rows of a beginning anew for each row asked."""
        del connection
        row = f"' ' || {compiler.quote_name_unless_alias(self.lhs.alias)}.\"words\" || ' '"
        looked_for = tuple(f" {one.text}" if one.begins else f" {one.text} " for one in self.rhs)
        return " AND ".join(f"instr({row}, %s) > 0" for _ in looked_for), looked_for

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Ask the column that PostgreSQL keeps beside the words."""
        del connection
        return f'{compiler.quote_name_unless_alias(self.lhs.alias)}."vector" @@ %s::tsquery', (_tsquery(self.rhs),)


class Among(Holds):
    """`words__among`: the same question, asked of the index of all words: the first rows that hold them."""

    lookup_name = "among"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        """Read from the FTS5 table no more rows than anybody wants."""
        del connection
        found = f"SELECT rowid FROM cases_fulltext WHERE cases_fulltext MATCH %s LIMIT {MOST}"  # noqa: S608 (names of ours)
        return f'{compiler.quote_name_unless_alias(self.lhs.alias)}."id" IN ({found})', (_fts5(self.rhs),)


MOST = 201  # one more than is looked up by id; see `queries.listing.FEW`
models.TextField.register_lookup(Holds)
models.TextField.register_lookup(Among)


def _fts5(wanted: Iterable[Token]) -> str:
    """Return the query of FTS5 for all of the words. They hold letters, digits and `-/._:@+,` only."""
    return " AND ".join(f'"{one.text}"{"*" if one.begins else ""}' for one in wanted)


def _tsquery(wanted: Iterable[Token]) -> str:
    """Return the query of PostgreSQL for all of the words."""
    return " & ".join("'" + one.text.replace("'", "''") + "'" + (":*" if one.begins else "") for one in wanted)
