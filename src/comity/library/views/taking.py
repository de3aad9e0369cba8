"""Taking the file that a page of the library was sent: its bytes, or what is wrong with it at its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

from comity.core.files.actions import delete_file
from comity.core.files.errors import FileError, explain
from comity.core.files.reader import read_file
from comity.kernel.clock import utc_now
from comity.library.actions import LIMIT

if TYPE_CHECKING:
    from django.forms import Form

    from comity.core.files.upload import SealedUpload


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent."""

    raw: bytes
    name: str
    media_type: str


def taken(form: Form) -> Sent | None:
    """Return the file of a form that is valid; None where it is damaged, which then stands at the field."""
    upload: SealedUpload = form.cleaned_data["file"]
    try:
        sent = upload.claim(now=utc_now())
    except FileError as problem:
        form.add_error("file", explain(problem.code).get(get_language() or "en"))
        return None
    try:
        return Sent(read_file(sent, limit=LIMIT), sent.name, sent.media_type)
    finally:
        delete_file(sent)
