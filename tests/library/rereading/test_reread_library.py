"""`comity manage reread-library`: what is told of each document, how far it is, and the exit code."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.builders.documents import FOLDER
from tests.builders.older_readers import OLDER, read_by_an_older_one, without_articles

from comity.library.models import Manifestation, Work
from comity.library.reading import READER, read_bytes

LAW = FOLDER / "laws" / "law.en.txt"
CLI = (Path(__file__).parents[3] / "docs" / "cli.md").read_text("utf-8")


def run(**options):
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("reread_library", stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def three(load):
    """A law that is read otherwise now, a note that is not, a report that would be in another language."""
    read_by_an_older_one(load("laws/law.en.txt").expression, without_articles(read_bytes(LAW.read_bytes())))
    read_by_an_older_one(load("note.en.txt").expression)
    report = load("report.en.txt").expression
    report.language = "fr"
    report.save()
    read_by_an_older_one(report)


def test_one_object_tells_of_every_document_as_the_docs_promise(three):
    code, out, err = run(json=True)
    found = json.loads(out)
    assert code == 1
    assert {key: value for key, value in found.items() if key != "documents"} == {
        "dry_run": False, "reader": READER, "changed": 1, "same": 1, "left": 1,
    }  # fmt: skip
    assert [(one["result"], one["code"], one["reader"]) for one in found["documents"]] == [
        ("changed", None, OLDER), ("same", None, OLDER), ("left", "E_LIBRARY_ANOTHER", OLDER),
    ]  # fmt: skip
    promised = next(line for line in CLI.splitlines() if "library reread" in line)
    said = set(re.findall(r'"([a-z0-9_]+)"', promised))
    assert said == {*found, *found["documents"][0]}
    assert [line.split(" ")[0] for line in err.splitlines()] == ["1/3", "2/3", "3/3"]
    assert sorted(Manifestation.objects.values_list("reader", flat=True)) == [OLDER, READER, READER]


def test_it_is_told_in_words_in_both_languages_and_a_trial_run_changes_nothing(three):
    code, out, err = run(dry_run=True)
    assert (code, set(Manifestation.objects.values_list("reader", flat=True))) == (1, {OLDER})
    assert "Nothing was changed. 1 documents would be read otherwise, 1 as before; 1 would be left" in out
    assert "another language or with another symbol" in err
    code, out, err = run(language="zh-hans")
    assert "1 份文件的识读结果有变化，1 份无变化；1 份保持原识读结果" in out
    assert "语文或文号会有所不同" in err


def test_a_library_that_was_read_by_this_reader_is_done_at_once(load):
    load("note.en.txt")
    assert run(json=True) == (
        0, json.dumps({"dry_run": False, "reader": READER, "changed": 0, "same": 0, "left": 0, "documents": []}) + "\n",
        "",
    )  # fmt: skip
    assert Work.objects.count() == 1
