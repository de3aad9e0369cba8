"""The text form of an age file: strict PEM (RFC 7468, figure 3), for places where only text can travel."""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING, Final

from comity.seal.age.flow import fill, write_all
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from _typeshed import WriteableBuffer

    from comity.seal.age.flow import Sink, Source

BEGIN: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
END: Final = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS: Final = 64
_LINE_BYTES: Final = 48
_BLOCK: Final = 16 * 1024
_WHITESPACE: Final = b" \t\r\n"
_MAX_WHITESPACE: Final = 1024
_MAX_LINE: Final = 128


def is_armored(head: bytes) -> bool:
    """Say whether a file that begins with `head` is in text form."""
    return head.lstrip(_WHITESPACE).startswith(BEGIN)


class ArmorWriter:
    """Writes the text form of what is written to it; `close()` writes the end. The sink stays open."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._held = bytearray()
        write_all(sink, memoryview(BEGIN + b"\n"))

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Take all of `data`; returns its size."""
        self._held += data
        whole = len(self._held) - len(self._held) % _LINE_BYTES
        self._put(bytes(self._held[:whole]))
        del self._held[:whole]
        return len(data)

    def close(self) -> None:
        """Write what is left and the last line."""
        self._put(bytes(self._held))
        write_all(self._sink, memoryview(END + b"\n"))

    def _put(self, data: bytes) -> None:
        text = base64.b64encode(data)
        lines = [text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text), _COLUMNS)]
        write_all(self._sink, memoryview(b"".join(lines)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


class ArmorReader(io.RawIOBase):
    """The bytes inside a text form, as a raw stream.

    Raises SealError `E_AGE_ARMOR` while reading, for anything but whitespace around the block, headers,
    lines of other lengths, and Base64 that is not canonical. LF and CRLF both end a line.
    """

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._held = bytearray()
        self._source_ended = False
        self._ready = memoryview(b"")
        self._begun = self._short = self._ended = False

    def readable(self) -> bool:
        """Say that this stream is for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill `buffer`; less only at the end."""
        view = memoryview(buffer).cast("B")
        done = 0
        if not self._begun:
            self._begin()
        while done < len(view):
            if not self._ready:
                if self._ended:
                    break
                self._next_line()
            size = min(len(self._ready), len(view) - done)
            view[done : done + size] = self._ready[:size]
            self._ready = self._ready[size:]
            done += size
        return done

    def _more(self) -> bool:
        """Read one block more; return whether there was any."""
        block = memoryview(bytearray(_BLOCK))
        size = fill(self._source, block)
        self._held += block[:size]
        self._source_ended = size < _BLOCK
        return size > 0

    def _line(self) -> bytes:
        """Return the next line without its end, which the file's end may replace."""
        while (end := self._held.find(b"\n")) < 0:
            if len(self._held) > _MAX_LINE:
                raise SealError("E_AGE_ARMOR", "a line is too long")
            if self._source_ended or not self._more():
                end = len(self._held)
                break
        line = bytes(self._held[:end])
        del self._held[: end + 1]
        return line.removesuffix(b"\r")

    def _begin(self) -> None:
        spent = 0
        while not (line := self._line()).strip(_WHITESPACE) and spent < _MAX_WHITESPACE:
            spent += len(line) + 1
        if line != BEGIN:
            raise SealError("E_AGE_ARMOR", "the text form has no first line")
        self._begun = True

    def _next_line(self) -> None:
        line = self._line()
        if line == END:
            self._finish()
            return
        if self._short or not 0 < len(line) <= _COLUMNS:
            raise SealError("E_AGE_ARMOR", "a line of the text form has the wrong length")
        self._short = len(line) < _COLUMNS
        try:
            data = binascii.a2b_base64(line, strict_mode=True)
        except binascii.Error:
            raise SealError("E_AGE_ARMOR", "not Base64") from None
        if base64.b64encode(data) != line:
            raise SealError("E_AGE_ARMOR", "not canonical Base64")
        self._short = self._short or len(data) < _LINE_BYTES
        self._ready = memoryview(data)

    def _finish(self) -> None:
        spent = 0
        while True:
            if bytes(self._held).strip(_WHITESPACE):
                raise SealError("E_AGE_ARMOR", "something follows the text form")
            spent += len(self._held)
            self._held.clear()
            if spent > _MAX_WHITESPACE:
                raise SealError("E_AGE_ARMOR", "too much white space follows the text form")
            if self._source_ended or not self._more():
                break
        self._ended = True
