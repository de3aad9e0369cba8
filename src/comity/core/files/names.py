"""Names of files as people may see them. A name is only ever shown or offered for a download, never a path."""

from __future__ import annotations

import re
import unicodedata

from comity.kernel.plaintext import clean

LONGEST = 150
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_UNWANTED = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
UNKNOWN_TYPE = "application/octet-stream"


def display_name(text: str) -> str:
    """Return a file's name that is safe to show and to offer: one line, no path, nothing hidden, never empty.

    Folders before the name are dropped (of either kind of slash), as are control and direction characters; characters
    and names that some systems treat specially are changed. At most 150 characters, the ending is kept.
    """
    last = re.split(r"[/\\]", clean(text))[-1]
    line = " ".join(last.split())
    shown = "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    name = _UNWANTED.sub("_", " ".join(shown.split())).strip(" .")
    if _DEVICE.match(name):
        name = f"_{name}"
    if len(name) > LONGEST:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""  # noqa: PLR2004 (no longer ending says what a file is)
        name = name[: LONGEST - len(ending) - 1].rstrip() + "…" + ending
    return name or "file"


def media_type(text: str) -> str:
    """Return a media type without parameters in lower case, or the unknown type. A label only: nothing trusts it."""
    wanted = text.partition(";")[0].strip().lower()
    return wanted if _MEDIA_TYPE.fullmatch(wanted) else UNKNOWN_TYPE
