"""The documents that ship with the demo: read whole, one work in two languages and versions, its symbol found."""

from __future__ import annotations

import pytest

from comity.cli.demo.shelf import OWN, documents, fill_library
from comity.library.models import Citation, Unresolved, Work


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
