"""What the tests of signed letters share."""

from collections.abc import Callable

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from comity.seal import pades
from comity.seal.cades import Trust
from comity.seal.errors import SealError
from comity.seal.pades import seal_letter, sign_as_officer, verify_letter
from tests.builders.keys import NOW
from tests.builders.packages import (
    officer,
    request_json,
    seal_of,
    trust_in,
)

DATA = request_json()


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(SealError) as caught:
        call()
    return caught.value.code


def verified(pdf: bytes, trust: Trust | None = None, attached: tuple[str, bytes] | None = None) -> pades.Letter:
    return verify_letter(pdf, trust or trust_in(), now=NOW, attached=attached)


def signed_twice(pdf: bytes) -> bytes:
    """Return a PDF with both signatures, whatever stands in it."""
    return seal_letter(sign_as_officer(pdf, officer(), now=NOW), seal_of(), now=NOW)


def page_of(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page: generic.DictionaryObject = writer.root["/Pages"]["/Kids"][0]
    return page
