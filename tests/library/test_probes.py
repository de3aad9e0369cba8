"""The doctor says how many documents another version of the reader read, and what to do."""

from __future__ import annotations

from tests.builders.people import NOW
from tests.library.conftest import DOCUMENTS
from tests.library.reading.test_markup import as_html

from comity.core.doctor.lights import Colour, look
from comity.library.models import Manifestation
from comity.library.probes import NAME
from comity.library.reading import READER


def light():
    return next(one for one in look(NOW, slow=False) if one.id == NAME)


def test_it_is_green_while_every_document_was_read_by_this_reader(load):
    assert light().state is Colour.GREEN
    load("note.en.txt")
    assert light().state is Colour.GREEN


def test_it_counts_the_documents_that_another_reader_read_and_no_conversion(load):
    load("note.en.txt")
    load("report.en.txt")
    load(as_html((DOCUMENTS / "report.en.txt").read_text("utf-8")))
    assert list(Manifestation.objects.values_list("state", flat=True).order_by("state")) == [
        "conversion", "read", "read",
    ]  # fmt: skip
    Manifestation.objects.update(reader="1")
    found = light()
    assert (found.state, "2 documents" in found.what.en, "2 份" in found.what.zh) == (Colour.AMBER, True, True)
    Manifestation.objects.filter(state="read").update(reader=READER)
    assert light().state is Colour.GREEN
