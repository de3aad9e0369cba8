"""Every message has its Chinese, in every app; no placeholder is lost; nothing is kept that is nowhere said."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import polib
import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize
from tests.builders.catalogues import PLACEHOLDER, SOURCE, chinese, mirrored

if TYPE_CHECKING:
    from collections.abc import Iterator

APPS = sorted({path.parent.name for path in SOURCE.glob("*/apps.py")})
PLAIN, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN, "gettext": PLAIN, "gettext_lazy": PLAIN, "gettext_noop": PLAIN,
    "ngettext": PLURAL, "ngettext_lazy": PLURAL, "pgettext": IN_CONTEXT, "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT, "npgettext_lazy": PLURAL_IN_CONTEXT,
}  # fmt: skip
Key = tuple[str | None, str]


def sources(app: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is said in an app: its modules, and its templates turned into calls as Django does it."""
    for path in sorted((SOURCE / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path), path.read_bytes()
    for path in sorted((SOURCE / app).rglob("templates/**/*.*")):
        if path.is_file():
            calls = templatize(path.read_text("utf-8"), origin=str(path))
            yield str(path), "\n".join(line.lstrip() for line in calls.splitlines()).encode()


def said_in(app: str) -> set[Key]:
    """Return every message of an app, with its context."""
    found: set[Key] = set()
    for _name, content in sources(app):
        for _line, message, _comments, context in extract("python", io.BytesIO(content), KEYWORDS):
            found.add((context, message if isinstance(message, str) else message[0]))
    return found


def translated_in(app: str) -> set[Key]:
    """Return every message that an app's catalogue has in Chinese. What `core` has, every app has."""
    return {(entry.msgctxt, entry.msgid) for entry in kept(app) if entry.translated() and not entry.fuzzy}


def kept(app: str) -> list[polib.POEntry]:
    path = SOURCE / app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []


@pytest.mark.parametrize("app", APPS)
def test_every_message_of_an_app_has_its_chinese(app):
    said, own, base = said_in(app), translated_in(app), translated_in("core")
    assert sorted(said - own - base, key=str) == [], "without Chinese"
    assert sorted(own - said, key=str) == [], "nowhere said any more"


@pytest.mark.parametrize("path", list(chinese()), ids=lambda path: path.parts[-5])
def test_chinese_keeps_every_placeholder(path):
    for entry in polib.pofile(str(path)):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


@pytest.mark.parametrize("path", list(chinese()), ids=lambda path: path.parts[-5])
def test_a_message_has_one_chinese_in_all_apps(path):
    """Django looks in one catalogue after the other: the same words with two translations need a context."""
    others = {
        (entry.msgctxt, entry.msgid): entry.msgstr
        for other in chinese()
        if other != path
        for entry in polib.pofile(str(other))
        if not entry.msgid_plural
    }
    for entry in polib.pofile(str(path)):
        if not entry.msgid_plural and (entry.msgctxt, entry.msgid) in others:
            assert others[entry.msgctxt, entry.msgid] == entry.msgstr, entry.msgid


def test_made_up_arabic_keeps_placeholders_and_markup():
    assert mirrored("by %(due)s <b>x</b> {name}") == "بی %(due)s <b>خ</b> {name}".replace("بی", mirrored("by")).replace(
        "خ", mirrored("x")
    )
