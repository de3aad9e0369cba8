"""Every item a request should say, by code: those of the questions themselves, and those that span several.

A code is the path of its question (`conducting.name`), with the name of the row before it where the question belongs
to a row (`person.name`, `measure.link`, `bank_records.bank`). The requested State asks for exactly these items under
article 46(16), so every item carries its question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.law.contents.spanning import SPANNING, Scope, Spanning
from comity.law.fields import Field, Need
from comity.law.sections import MODULE_FIELDS, SECTIONS, SIGNATORY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.kernel.languages import Text
    from comity.law.conditions import Condition
    from comity.law.modes import Applies
    from comity.law.reading import Reading
    from comity.law.sections import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing a request should say.

    Attributes:
        code: stable name, also used in `clarify.ask`.
        scope: whether it is said once, or in each offence, person, measure or annex.
        module: the sort of measure it belongs to, empty where it belongs to all.
        section: the section of the draft where it is said.
        field: path of the question that answers it, counted from its row.
        article, need, applies, condition: the rule.
        label, missing, question: words for the question, for its absence, and for asking.
        at_signing: whether it is demanded only when the letter is signed.
    """

    code: str
    scope: Scope
    section: str
    field: str
    article: str
    need: Need
    applies: Applies
    label: Text
    missing: Text
    question: Text
    condition: Condition | None = None
    module: str = ""
    at_signing: bool = False
    source: Field | Spanning

    def satisfied(self, row: Reading) -> bool:
        """Return whether the row says it."""
        return row.filled(self.source) if isinstance(self.source, Field) else self.source.satisfied(row)


def _of_field(field: Field, *, scope: Scope, section: str, prefix: str = "", **more: object) -> Item:
    path = field.path.removeprefix("details.") if more.get("module") else field.path
    return Item(
        code=f"{prefix}.{path}" if prefix else path,
        scope=scope,
        section=section,
        field=field.path,
        article=field.article,
        need=field.need,
        applies=field.applies,
        label=field.label,
        missing=field.missing,
        question=field.question,
        condition=field.condition,
        source=field,
        module=str(more.get("module", "")),
        at_signing=bool(more.get("at_signing")),
    )


def _of_spanning(rule: Spanning) -> Item:
    return Item(
        code=rule.code,
        scope=rule.scope,
        section=rule.section,
        field=rule.field,
        article=rule.article,
        need=rule.need,
        applies=rule.applies,
        label=rule.label,
        missing=rule.missing,
        question=rule.question,
        condition=rule.condition,
        source=rule,
    )


def _of_rows(rows: Rows, section: str) -> Iterator[Item]:
    for field in rows.fields:
        yield _of_field(field, scope=Scope(rows.scope), section=section, prefix=rows.scope)


def _of_modules() -> Iterator[Item]:
    for module, fields in MODULE_FIELDS.items():
        for field in fields:
            yield _of_field(field, scope=Scope.MEASURE, section="measures", prefix=module, module=module)


def _all() -> Iterator[Item]:
    for key, section in SECTIONS.items():
        yield from (_of_field(field, scope=Scope.REQUEST, section=key) for field in section.fields)
        for rows in section.rows:
            yield from _of_rows(rows, key)
        yield from (_of_spanning(rule) for rule in SPANNING if rule.section == key)
    yield from _of_modules()
    for field in SIGNATORY:
        yield _of_field(field, scope=Scope.REQUEST, section="authorities", at_signing=True)


def _by_code() -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in _all():
        if item.code in found:
            raise TypeError(f"two items have the code {item.code}")
        found[item.code] = item
    return found


ITEMS: dict[str, Item] = _by_code()
