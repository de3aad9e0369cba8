"""`comity library` as another process: one JSON object with the promised keys, and words for what cannot be read."""

import json
from functools import partial
from pathlib import Path

from tests.builders.commands import begun, forked

from comity.library.reading import read_file

DOCUMENTS = Path(__file__).parents[1] / "library" / "documents"
KEYS = [
    *("file", "kind", "symbol", "language", "dates", "paragraphs", "states", "state_lists", "observers"),
    *("symbols", "articles", "resolutions", "recommendations", "figures", "unresolved"),
]


library = partial(forked, "library")


def test_documents_are_read_together_and_tell_of_each_other():
    done = begun("library", "read", DOCUMENTS / "report.zh.txt", DOCUMENTS / "note.zh.txt", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert list(answer) == ["documents"]
    assert [list(one) for one in answer["documents"]] == [KEYS, KEYS]
    assert [one["symbol"] for one in answer["documents"]] == ["CAC/COSP/EG.1/2031/3", None]
    first = answer["documents"][0]["paragraphs"][1]
    assert list(first) == ["number", "text", "heading", "items"]
    assert list(answer["documents"][0]["articles"][0]) == ["instrument", "article", "paragraph", "item"]


def test_for_people_it_is_told_in_their_language():
    assert "17 paragraphs" in library("read", DOCUMENTS / "report.en.txt").stdout.decode()
    assert "17 段" in library("read", DOCUMENTS / "report.zh.txt", LC_ALL="zh_CN.UTF-8").stdout.decode()


def test_what_cannot_be_read_is_refused_in_words(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    done = library("read", tmp_path / "empty.txt", "--json")
    assert (done.returncode, json.loads(done.stdout)["code"]) == (1, "E_LIBRARY_EMPTY")
    assert "文件为空" in library("read", tmp_path / "empty.txt", LC_ALL="zh_CN.UTF-8").stderr.decode()
    missing = library("read", tmp_path / "none.txt", "--json")
    assert (missing.returncode, json.loads(missing.stdout)["code"]) == (2, "E_FILE")


def test_two_versions_are_compared(tmp_path):
    text = (DOCUMENTS / "report.en.txt").read_text("utf-8")
    (tmp_path / "b.txt").write_text(text.replace("48 requests", "84 requests"), "utf-8")
    done = library("compare", DOCUMENTS / "report.en.txt", tmp_path / "b.txt", "--json")
    (change,) = json.loads(done.stdout)["changes"]
    assert (done.returncode, change["paragraph"], change["kind"]) == (0, "15", "number")
    assert "48 requests" in change["before"]
    assert "84 requests" in change["after"]
    same = library("compare", tmp_path / "b.txt", tmp_path / "b.txt", LC_ALL="zh_CN.UTF-8")
    assert (same.returncode, same.stdout.decode().strip()) == (0, "文字相同。")


def test_a_document_is_written_as_akoma_ntoso_or_says_what_it_lacks(tmp_path):
    done = library("convert", DOCUMENTS / "report.zh.txt", "--out", tmp_path / "report.xml")
    assert (done.returncode, done.stdout) == (0, b"")
    assert len(read_file(tmp_path / "report.xml").paragraphs) == 17
    (tmp_path / "undated.txt").write_text("1. The meeting was opened.\n", "utf-8")
    refused = library("convert", tmp_path / "undated.txt", LC_ALL="zh_CN.UTF-8")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert "请指明日期" in refused.stderr.decode()
