"""`comity manage load-documents`: what is told of each file, and the exit code."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.builders.people import an_officer
from tests.library.conftest import DOCUMENTS

from comity.core.roles import Role
from comity.library.models import Manifestation

KEYS = [
    *("file", "result", "work", "title", "symbol", "language", "version", "sha256", "paragraphs", "unresolved"),
    *("code", "message"),
]


def run(*files, **options):
    out = io.StringIO()
    code = 0
    try:
        call_command("load_documents", *map(str, files), stdout=out, **options)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def test_one_object_tells_of_every_file(load, tmp_path):
    del load  # it makes the node's folder
    (tmp_path / "empty.txt").write_bytes(b"")
    code, out = run(DOCUMENTS / "note.en.txt", tmp_path / "empty.txt", tmp_path / "none.txt", json=True)
    rows = json.loads(out)["documents"]
    assert code == 1
    assert [list(one) for one in rows] == [KEYS] * 3
    assert [(one["result"], one["code"]) for one in rows] == [
        ("new", None), (None, "E_LIBRARY_EMPTY"), (None, "E_FILE"),
    ]  # fmt: skip
    assert run(DOCUMENTS / "note.en.txt", json=True)[0] == 0


def test_it_is_told_in_words(load):
    del load
    assert "new: Progress of the expert meetings" in run(DOCUMENTS / "note.en.txt")[1]
    assert "已在图书馆中" in run(DOCUMENTS / "note.en.txt", language="zh-hans")[1]


def test_an_officer_answers_for_it_where_one_is_named(load):
    del load
    ada = an_officer("ada", [Role.ADMINISTRATOR])
    an_officer("dana", [Role.DRAFTER])
    assert run(DOCUMENTS / "note.en.txt", officer="ada")[0] == 0
    assert Manifestation.objects.get().loaded_by == f"officer:{ada.pk}"
    for login in ("dana", "nobody"):
        with pytest.raises(CommandError):
            run(DOCUMENTS / "note.zh.txt", officer=login)
