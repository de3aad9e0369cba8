"""The ZIP around a package: written in one way, and read only if writing it again gives the same bytes.

Programs disagree about odd ZIP files, and whoever makes two programs see two contents has forged a signed one. So
nothing is left open here: every field has one value, members stand in one order without gaps, nothing is compressed,
and the padding (a last member of zeros) brings the whole to a Padmé size. Any ZIP program opens it.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING

from comity.seal.errors import SealError
from comity.seal.padding import is_padded_size, padded_size

if TYPE_CHECKING:
    from collections.abc import Mapping

MIME = b"application/vnd.etsi.asic-e+zip"
MIMETYPE = "mimetype"
EVIDENCE = "evidence.json"
BINDING = "binding.json"
MANIFEST = "META-INF/ASiCManifest001.xml"
SIGNATURE = "META-INF/signature001.p7s"
PAD = "META-INF/pad.bin"
CONTENTS = ("request.json", "message.json")
LETTERS = {"request.json": "request.pdf", "message.json": "message.pdf"}
ANNEX_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")

MAX_CONTAINER = 32 * 1024 * 1024
MAX_ANNEXES = 200
_MAX_MEMBERS = MAX_ANNEXES + 8

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _FLAGS, _STORED, _TIME, _DATE = 20, 0, 0, 0, 0x0021  # 1980-01-01: when something was sent stands elsewhere


def annex_member(annex_id: str) -> str:
    """Return the name of the member that holds an annex, or raise SealError `E_PACKAGE`."""
    if not ANNEX_ID.fullmatch(annex_id):
        raise SealError("E_PACKAGE", "not the id of an annex")
    return f"annex/{annex_id}.pdf"


def annex_id_of(member: str) -> str | None:
    """Return the id of the annex that a member holds; None for other members."""
    if member.startswith("annex/") and member.endswith(".pdf") and ANNEX_ID.fullmatch(member[6:-4]):
        return member[6:-4]
    return None


def write(members: Mapping[str, bytes]) -> bytes:
    """Return the container with `members`, `mimetype` put before them and the padding after.

    Raises:
        SealError: `E_PACKAGE` for a name that has no place in a container, `E_SIZE` when it becomes too large.
    """
    ordered = sorted(members.items(), key=lambda member: _place(member[0]))
    names = [MIMETYPE, *(name for name, _ in ordered), PAD]
    if len(names) > _MAX_MEMBERS:
        raise SealError("E_SIZE", "too many members", limit=_MAX_MEMBERS)
    overhead = sum(_LOCAL.size + _CENTRAL.size + 2 * len(name) for name in names) + _END.size
    plain = overhead + len(MIME) + sum(len(data) for data in members.values())
    size = padded_size(plain)
    if size > MAX_CONTAINER:
        raise SealError("E_SIZE", "a package that is too large", limit=MAX_CONTAINER)
    parts: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name, data in ((MIMETYPE, MIME), *ordered, (PAD, bytes(size - plain))):
        raw = name.encode("ascii")
        check, length = zlib.crc32(data), len(data)
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, _FLAGS, _STORED, _TIME, _DATE, check, length, length, len(raw), 0)
        directory += (
            _CENTRAL.pack(
                b"PK\x01\x02", _VERSION, _VERSION, _FLAGS, _STORED, _TIME, _DATE, check, length, length, len(raw),
                0, 0, 0, 0, 0, at,
            ),
            raw,
        )  # fmt: skip
        parts += (local, raw, data)
        at += len(local) + len(raw) + length
    central = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(names), len(names), len(central), at, 0)
    return b"".join((*parts, central, end))


def read(raw: bytes) -> dict[str, bytes]:
    """Return the members of a container without `mimetype` and padding.

    Steps: 1 a size that padding can give, 2 the end record alone at the end, 3 the central directory, of known names,
    each once, with no more content than there are bytes, 4 `write` gives the same bytes again: hence nothing before,
    between or after the members, headers that agree, checksums that are right, padding of zeros.

    Raises:
        SealError: `E_SIZE`, `E_PACKAGE`.
    """
    if len(raw) > MAX_CONTAINER:
        raise SealError("E_SIZE", "a package that is too large", limit=MAX_CONTAINER)
    if not is_padded_size(len(raw)):
        raise SealError("E_PACKAGE", "a size that padding cannot give")
    members = _members(raw)
    if members.pop(MIMETYPE, None) != MIME:
        raise SealError("E_PACKAGE", "not an ASiC-E container")
    if members.pop(PAD, None) is None:
        raise SealError("E_PACKAGE", "there is no padding")
    if write(members) != raw:
        raise SealError("E_PACKAGE", "the container is not written in its one form")
    return members


def _members(raw: bytes) -> dict[str, bytes]:
    """Make steps 2 and 3. Nothing found here is believed before step 4."""
    mark, *disks, count, again, size, start, comment = _END.unpack(raw[-_END.size :])
    if mark != b"PK\x05\x06" or any(disks) or count != again or comment or count > _MAX_MEMBERS:
        raise SealError("E_PACKAGE", "the end of the container is not what it must be")
    if start + size + _END.size != len(raw):
        raise SealError("E_PACKAGE", "the directory is not where it must be")
    directory = memoryview(raw)[start : start + size]
    members: dict[str, bytes] = {}
    left = len(raw)
    at = 0
    for _ in range(count):
        name, length, offset, at = _entry(directory, at)
        left -= length
        if name in members or left < 0:
            raise SealError("E_PACKAGE", "members that stand twice or overlap")
        begin = offset + _LOCAL.size + len(name)
        members[name] = raw[begin : begin + length]
    return members


def _entry(directory: memoryview, at: int) -> tuple[str, int, int, int]:
    """Return name, size and offset of the entry at `at`, and where the next one begins."""
    if at + _CENTRAL.size > len(directory):
        raise SealError("E_PACKAGE", "the directory is cut off")
    fields = _CENTRAL.unpack(directory[at : at + _CENTRAL.size])
    mark, method, length, size_of_name, offset = fields[0], fields[4], fields[9], fields[10], fields[16]
    if mark != b"PK\x01\x02" or method != _STORED:
        raise SealError("E_PACKAGE", "a member that is compressed, or no member at all")
    name = bytes(directory[at + _CENTRAL.size : at + _CENTRAL.size + size_of_name]).decode("ascii", "replace")
    if name not in (MIMETYPE, PAD):
        _place(name)
    return name, length, offset, at + _CENTRAL.size + size_of_name


def _place(name: str) -> tuple[int, str]:
    """Return where a member stands, or raise SealError `E_PACKAGE` for a name that has no place."""
    if annex_id_of(name) is not None:
        return 2, name
    fixed = (*CONTENTS, *LETTERS.values(), EVIDENCE, BINDING, MANIFEST, SIGNATURE)
    if name not in fixed:
        raise SealError("E_PACKAGE", "a member that has no place in a package")
    return (0, 0, 1, 1, 3, 4, 5, 6)[fixed.index(name)], name
