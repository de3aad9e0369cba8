"""The documents that ship with the demo: read whole, one work in two languages and versions, its symbol found."""

from __future__ import annotations

import pytest
from tests.builders.people import an_officer

from comity.cli.demo.laws import fill_laws
from comity.cli.demo.shelf import OWN, documents, fill_library
from comity.core.roles import Role
from comity.library.models import Citation, Digest, Law, Unresolved, Work
from comity.library.read import pieces


@pytest.fixture
def filled(load):
    del load  # it makes the node's folder
    fill_library(sorted(OWN.glob("*.txt")))


@pytest.mark.usefixtures("filled")
def test_they_show_what_the_library_can():
    report = Work.objects.get(symbol="CAC/COSP/EG.1/2031/3")
    words = report.expressions.order_by("language", "version").values_list("language", "version")
    assert list(words) == [("en", 1), ("zh", 1), ("zh", 2)]
    assert Work.objects.filter(symbol="CAC/COSP/EG.1/2032/3").exists()
    assert Work.objects.count() == 3
    assert Citation.objects.filter(work=report).count() >= 2
    assert [one.code for one in Unresolved.objects.all()] == ["text_without_number"]
    for expression in report.expressions.all():
        numbers = expression.paragraphs.exclude(number=None).values_list("number", flat=True)
        assert list(numbers) == list(range(1, 13))
        assert expression.statementions.filter(category="states_parties").count() == 19


@pytest.mark.usefixtures("filled")
def test_what_cannot_be_read_is_told_and_left_out(tmp_path, capsys):
    (tmp_path / "empty.txt").write_bytes(b"")
    fill_library([tmp_path / "empty.txt"])
    assert "empty.txt was not read" in capsys.readouterr().err
    assert Work.objects.count() == 3


def test_each_says_that_it_was_written_for_the_demo():
    own = sorted(OWN.glob("*.txt"))
    assert documents()[: len(own)] == own
    for path in own:
        text = path.read_text("utf-8")
        assert "为演示而编写" in text or "written for the demonstration" in text


def test_the_invented_laws_and_digests_can_be_read_in_both_languages(load):
    del load
    an_officer("ada", [Role.ADMINISTRATOR])
    an_officer("hana", [Role.HEAD])
    fill_laws()
    for law in Law.objects.all():
        assert law.place in {"XA", "XB"}
        assert "written for the demonstration" in law.title
        words = law.work.expressions.order_by("language")
        assert list(words.values_list("language", flat=True)) == ["en", "zh"]
        numbers = [[row.number for row in one.paragraphs.all() if row.number] for one in words]
        assert numbers[0] == numbers[1] == list(range(1, len(numbers[0]) + 1))
    assert Law.objects.count() == 2
    assert sorted(Digest.objects.values_list("language", "state")) == [("en", "published"), ("zh", "published")]


def test_a_paragraph_says_what_cites_it(load):
    report = load("report.zh.txt").expression
    load("note.zh.txt")  # which tells the report's symbol
    report.refresh_from_db()

    def cited():
        return {one.row.number: one.cited for one in pieces(report, "en") if one.row.number}

    before = cited()
    load(b"Note\n\n1. As CAC/COSP/EG.1/2031/3, para. 12 (a), says.\n\n2. And CAC/COSP/EG.1/2031/3, para. 12.\n")
    assert cited() == before | {12: before[12] + 2}
    shown = next(one for one in pieces(report, "en") if one.row.number == 12)
    assert shown.cited_url == "/library/search/?paragraph=CAC%2FCOSP%2FEG.1%2F2031%2F3+12"
    assert all(bool(one.cited_url) == bool(one.cited) for one in pieces(report, "en"))
