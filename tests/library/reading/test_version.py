"""What is read out of our sample documents belongs to the version of the reader: neither changes without the other."""

import hashlib

from tests.builders.layouts import LAYOUTS
from tests.library.conftest import DOCUMENTS
from tests.library.reading.test_markup import as_html

from comity.library.reading import READ_AS, READER, read_bytes

RAISE = """The sample documents are read otherwise than version {reader} of the reader read them.
Raise READER in comity/library/reading/__init__.py, so that documents that are kept already are read again
(a new sample alone needs no new version), and put beside it: READ_AS = "{found}\""""


def samples():
    """Yield the bytes of every sample document in every layout and as HTML, and whether it is said to be a law."""
    for path in sorted(DOCUMENTS.rglob("*.txt")):
        text, law = path.read_text("utf-8"), path.parent.name == "laws"
        for said in (False, True) if law else (False,):
            yield from ((layout(text).encode(), said) for layout in LAYOUTS.values())
            yield as_html(text), said


def test_what_is_read_in_the_samples_is_what_this_version_reads():
    digest = hashlib.sha256()
    for raw, law in samples():
        digest.update(repr(read_bytes(raw, law=law)).encode())
    found = digest.hexdigest()
    assert found == READ_AS, RAISE.format(reader=READER, found=found)
