"""The container: one form and nothing else, whatever trick a ZIP file can play."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.seal.errors import SealError
from comity.seal.package import container
from comity.seal.padding import SMALLEST, padded_size

MEMBERS = {"request.json": b"{}", "evidence.json": b"[]", "binding.json": b"{1}", "annex/a.pdf": b"%PDF-"}
LOCAL, CENTRAL, END = 30, 46, 22


def good() -> bytes:
    return container.write(MEMBERS)


def directory_at(raw: bytes) -> int:
    start: int = struct.unpack("<I", raw[-6:-2])[0]
    return start


def code_of(raw: bytes) -> str:
    with pytest.raises(SealError) as caught:
        container.read(raw)
    return caught.value.code


def patched(raw: bytes, at: int, new: bytes) -> bytes:
    return raw[:at] + new + raw[at + len(new) :]


def resized(raw: bytes) -> bytes:
    """Return `raw` with zeros put before its directory so that its size is one that padding can give."""
    missing = padded_size(len(raw)) - len(raw)
    start = directory_at(raw)
    moved = raw[:start] + bytes(missing) + raw[start:]
    return moved[:-6] + struct.pack("<I", start + missing) + moved[-2:]


def zipped(members: list[tuple[str, bytes]], *, comment: bytes = b"", method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a ZIP file by the standard library, brought to a size that padding can give by its last member."""

    def once(padding: int) -> bytes:
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", method) as archive:
            for name, data in (*members, (container.PAD, bytes(padding))):
                how = zipfile.ZIP_STORED if name == container.PAD else method
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, how)
            archive.comment = comment
        return sink.getvalue()

    return once(SMALLEST - len(once(0)))


def test_write_and_read_return_the_members():
    assert container.read(good()) == MEMBERS
    assert len(good()) == SMALLEST


def test_any_zip_program_opens_it_and_finds_mimetype_first():
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[0] == "mimetype"
        assert names[-1] == container.PAD
        assert archive.read("mimetype") == container.MIME
        assert {name: archive.read(name) for name in MEMBERS} == MEMBERS
    assert good()[30:38] == b"mimetype"
    assert good()[38:69] == container.MIME


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.from_regex(container.ANNEX_ID, fullmatch=True), st.binary(max_size=3000), max_size=30))
def test_every_set_of_members_comes_back_and_its_size_says_little(annexes: dict[str, bytes]):
    members = {container.annex_member(one): data for one, data in annexes.items()}
    raw = container.write(members)
    assert container.read(raw) == members
    assert padded_size(len(raw)) == len(raw)


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "/etc/passwd", "request.json/", "REQUEST.JSON", "annex/../request.json", "annex/a/b.pdf",
        "annex/.pdf", "annex/A.pdf", "annex/a.exe", "annex/-a.pdf",
        "META-INF/signature002.p7s", "META-INF/manifest.xml", "a\\b", "", "mimetype", "META-INF/pad.bin",
        "réquest.json", "annex/" + "a" * 65 + ".pdf",
    ],
)  # fmt: skip
def test_names_that_have_no_place_are_not_written(name: str):
    with pytest.raises(SealError) as caught:
        container.write({name: b""})
    assert caught.value.code == "E_PACKAGE"


def test_ids_of_annexes_are_flat():
    assert container.annex_member("translation-1") == "annex/translation-1.pdf"
    with pytest.raises(SealError):
        container.annex_member("../a")


def test_too_many_or_too_large_is_not_written():
    with pytest.raises(SealError) as caught:
        container.write({f"annex/{n}.pdf": b"" for n in range(300)})
    assert caught.value.code == "E_SIZE"
    with pytest.raises(SealError) as caught:
        container.write({"request.json": bytes(container.MAX_CONTAINER)})
    assert caught.value.code == "E_SIZE"


def test_too_large_is_not_read():
    assert code_of(bytes(container.MAX_CONTAINER + 1)) == "E_SIZE"


@pytest.mark.parametrize("size", [0, 1, 21, SMALLEST - 1, SMALLEST + 1, SMALLEST * 2 + 1])
def test_sizes_that_padding_cannot_give_are_refused(size: int):
    assert code_of(bytes(size)) == "E_PACKAGE"


def compressed() -> bytes:
    return zipped([("mimetype", container.MIME), *MEMBERS.items()], method=zipfile.ZIP_DEFLATED)


def doubled() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped([("mimetype", container.MIME), *MEMBERS.items(), ("request.json", b"[]")])


def commented() -> bytes:
    return zipped([("mimetype", container.MIME), *MEMBERS.items()], comment=b"a comment")


def with_path() -> bytes:
    return zipped([("mimetype", container.MIME), *MEMBERS.items(), ("../../evil", b"x")])


def with_folder() -> bytes:
    return zipped([("mimetype", container.MIME), ("annex/", b""), *MEMBERS.items()])


def other_order() -> bytes:
    return zipped([("mimetype", container.MIME), *reversed(MEMBERS.items())])


def mimetype_later() -> bytes:
    return zipped([*MEMBERS.items(), ("mimetype", container.MIME)])


def other_mimetype() -> bytes:
    return zipped([("mimetype", b"application/epub+zip"), *MEMBERS.items()])


def without_padding_member() -> bytes:
    raw = container.write(MEMBERS)
    return raw.replace(b"META-INF/pad.bin", b"META-INF/pxd.bin")


def prefixed() -> bytes:
    """Data before the first member, all offsets corrected: what self-extracting archives and polyglots do."""
    raw, shift = good(), 64
    start = directory_at(raw)
    directory = bytearray(raw[start:-END])
    at = 0
    while at < len(directory):
        size_of_name = struct.unpack_from("<H", directory, at + 28)[0]
        offset = struct.unpack_from("<I", directory, at + 42)[0]
        struct.pack_into("<I", directory, at + 42, offset + shift)
        at += CENTRAL + size_of_name
    body = b"#!/bin/sh\n".ljust(shift) + raw[:start]
    return resized(body + bytes(directory) + raw[-END:-6] + struct.pack("<I", start + shift) + b"\0\0")


def appended() -> bytes:
    raw = good()
    return raw + bytes(padded_size(len(raw) + 1) - len(raw))


def gap() -> bytes:
    """Bytes between the last member and the directory."""
    raw, extra = good(), 2048
    start = directory_at(raw)
    return raw[:start] + bytes(extra) + raw[start:-6] + struct.pack("<I", start + extra) + raw[-2:]


def pad_not_zero() -> bytes:
    """Something hidden in the padding, its checksum corrected in both headers."""
    raw = bytearray(good())
    start = directory_at(good())
    local = good().index(b"META-INF/pad.bin") - LOCAL
    size = struct.unpack_from("<I", raw, local + 18)[0]
    begin = local + LOCAL + len("META-INF/pad.bin")
    raw[begin + 100] = 1
    check = zlib.crc32(raw[begin : begin + size])
    struct.pack_into("<I", raw, local + 14, check)
    struct.pack_into("<I", raw, raw.index(b"META-INF/pad.bin", start) - CENTRAL + 16, check)
    return bytes(raw)


def local_name_differs() -> bytes:
    return patched(good(), good().index(b"request.json"), b"message.json")


def local_size_differs() -> bytes:
    return patched(good(), good().index(b"request.json") - LOCAL + 18, struct.pack("<I", 7))


def wrong_checksum() -> bytes:
    return patched(good(), good().index(b"request.json") + 12, b"[]")


def extra_field() -> bytes:
    return patched(good(), good().index(b"request.json") - LOCAL + 28, struct.pack("<H", 2))


def encrypted_flag() -> bytes:
    return patched(good(), good().index(b"request.json") - LOCAL + 6, b"\x01\0")


def overlapping() -> bytes:
    """Two entries of the directory that name the same bytes."""
    raw = good()
    start = directory_at(raw)
    second = raw.index(b"evidence.json", start) - CENTRAL
    first = raw.index(b"request.json", start) - CENTRAL
    return patched(raw, second + 42, raw[first + 42 : first + 46])


def quoting_bomb() -> bytes:
    """Every entry claims all the bytes of the file."""
    raw = good()
    at = raw.index(b"request.json", directory_at(raw)) - CENTRAL
    return patched(raw, at + 20, struct.pack("<II", len(raw), len(raw)))


def two_disks() -> bytes:
    return patched(good(), len(good()) - END + 4, b"\x01\0")


def counts_differ() -> bytes:
    return patched(good(), len(good()) - END + 8, b"\x05\0")


def too_few_entries() -> bytes:
    return patched(patched(good(), len(good()) - END + 8, b"\x05\0"), len(good()) - END + 10, b"\x05\0")


def too_many_entries() -> bytes:
    return patched(patched(good(), len(good()) - END + 8, b"\x09\0"), len(good()) - END + 10, b"\x09\0")


def far_too_many_entries() -> bytes:
    return patched(good(), len(good()) - END + 8, b"\xff\xff\xff\xff")


def directory_elsewhere() -> bytes:
    return patched(good(), len(good()) - END + 16, struct.pack("<I", directory_at(good()) - 1))


def no_end() -> bytes:
    return patched(good(), len(good()) - END, b"PK\x06\x06")


def bad_entry() -> bytes:
    return patched(good(), directory_at(good()), b"PK\x01\x03")


def binary_name() -> bytes:
    return good().replace(b"request.json", b"request\xff\xfe\xff\xff\xff")


TRICKS = [
    compressed, doubled, commented, with_path, with_folder, other_order, mimetype_later, other_mimetype,
    without_padding_member, prefixed, appended, gap, pad_not_zero, local_name_differs, local_size_differs,
    wrong_checksum, extra_field, encrypted_flag, overlapping, quoting_bomb, two_disks, counts_differ,
    too_few_entries, too_many_entries, far_too_many_entries, directory_elsewhere, no_end, bad_entry, binary_name,
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick.__name__)
def test_every_zip_trick_is_refused(trick: Callable[[], bytes]):
    assert trick() != good()
    assert code_of(trick()) == "E_PACKAGE"


@pytest.mark.parametrize("trick", [prefixed, pad_not_zero, other_order, commented], ids=lambda trick: trick.__name__)
def test_tricks_are_real_ones_that_another_program_opens(trick: Callable[[], bytes]):
    with zipfile.ZipFile(io.BytesIO(trick())) as archive:
        assert archive.read("request.json") == b"{}"
        assert archive.testzip() is None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, SMALLEST - 1), st.integers(1, 255))
def test_a_flipped_byte_anywhere_is_refused(at: int, bits: int):
    raw = good()
    assert code_of(patched(raw, at, bytes([raw[at] ^ bits]))) == "E_PACKAGE"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(-400, 0))
def test_noise_at_the_end_raises_nothing_else(noise: bytes, at: int):
    raw = good()
    start = len(raw) + at - len(noise)
    changed = patched(raw, start, noise)
    if changed == raw:
        assert container.read(changed) == MEMBERS
    else:
        assert code_of(changed) == "E_PACKAGE"
