"""The written description of the messages, made from the tables the program itself obeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.wire.fields import ListOf
from comity.wire.kinds import KINDS, MESSAGE_LIMIT
from comity.wire.record import Part, Variant
from comity.wire.refusals import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.wire.fields import Rule
    from comity.wire.record import Record

_HEAD = f"""# Messages between nodes

Made from `comity.wire` by `python -m comity.wire.documents > docs/wire/messages.md`; a test keeps it current.

Every message is one JSON object in canonical form (RFC 8785), UTF-8, at most {MESSAGE_LIMIT:,} bytes: every field
of its kind and no other (but for a part that may be absent), no number with a fraction, text in Unicode NFC. It travels
as `request.json` (kind `request.submit`) or `message.json` inside the signed package, whose `binding.json` names the
kind. The permission is what an officer of the sending node needs; none means that only the node itself sends it.

每份文电为一个规范形式（RFC 8785）的 JSON 对象，须包含该类文电的全部字段（注明可缺省者除外）且不得有其他字段。
"""


def render() -> str:
    """Return the whole document as Markdown."""
    return "\n".join([_HEAD, *_kinds(), *_records(), *_refusals(), ""])


def _kinds() -> Iterator[str]:
    yield "## Kinds\n"
    yield "| kind | what | 名称 | sent by the side | article | permission | record |\n|---|---|---|---|---|---|---|"
    for kind in KINDS.values():
        record = kind.record.__name__
        permission = f"`{kind.permission}`" if kind.permission else "none"
        yield (
            f"| `{kind.name}` | {kind.title.en} | {kind.title.zh} | {kind.sender} | {kind.article or 'practice'} "
            f"| {permission} | [{record}](#{record.lower()}) |"
        )


def _records() -> Iterator[str]:
    yield "\n## Records\n"
    seen: list[type[Record]] = []
    todo: list[type[Record]] = [kind.record for kind in KINDS.values()]
    while todo:
        record = todo.pop(0)
        if record in seen:
            continue
        seen.append(record)
        rules = record.rules()
        todo[:0] = [inner for rule in rules.values() for inner in _inside(rule)]
        yield f"### {record.__name__}\n\n{' '.join((record.__doc__ or '').split())}\n"
        yield "| field | value |\n|---|---|"
        for label, rule in rules.items():
            yield f"| `{label}` | {rule.describe()} |"
        yield ""


def _inside(rule: Rule) -> list[type[Record]]:
    match rule:
        case Part():
            return [rule.record]
        case Variant():
            return list(rule.records.values())
        case ListOf():
            return _inside(rule.item)
    return []


def _refusals() -> Iterator[str]:
    yield "## Refusals\n"
    yield '`{"code", "message", "retry": "never" or "later", "receipt" where one was signed}`\n'
    yield "| code | HTTP | retry | sentence | 说明 |\n|---|---|---|---|---|"
    for refusal in REFUSALS.values():
        sentences = f"{refusal.text.en} | {refusal.text.zh}"
        yield f"| `{refusal.code}` | {refusal.status} | {refusal.retry} | {sentences} |"


if __name__ == "__main__":
    import sys

    sys.stdout.write(render())
