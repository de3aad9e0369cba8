"""What an office without an account may send: anything but a program; nothing of it is ever opened on the node."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.cases.rules import CaseworkError
from comity.core.files.reader import open_file

if TYPE_CHECKING:
    from comity.core.files.models import StoredFile

# How programs begin: Windows, Unix, Mac (four sorts), scripts, Java classes, shortcuts.
PROGRAMS: Final = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"#!",
    b"\xca\xfe\xba\xbe", b"L\x00\x00\x00\x01\x14\x02\x00",
)  # fmt: skip
ENDINGS: Final = (
    ".exe", ".dll", ".scr", ".com", ".pif", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf",
    ".hta", ".lnk", ".jar", ".apk", ".app", ".sh", ".reg", ".htm", ".html", ".svg",
)  # fmt: skip
LONGEST: Final = 8


def checked(file: StoredFile) -> StoredFile:
    """Return the file unless it is empty, begins like a program, or is named like something that acts when opened.

    Raises:
        CaseworkError: `E_UPLOAD_EMPTY`, `E_UPLOAD_KIND`.
    """
    if not file.whole_size():
        raise CaseworkError("E_UPLOAD_EMPTY", "an empty file")
    with open_file(file) as stream:
        start = stream.read(LONGEST)
    if start.startswith(PROGRAMS) or file.name.lower().endswith(ENDINGS):
        raise CaseworkError("E_UPLOAD_KIND", "a program")
    return file
