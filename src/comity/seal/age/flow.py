"""Moving bytes: sources are read until full, sinks written until empty; a short step is never lost."""

from __future__ import annotations

from typing import Protocol


class Source(Protocol):
    """Anything bytes can be read from. Where it also has `readinto`, that is used and spares a copy."""

    def read(self, size: int, /) -> bytes | None:
        """Return at most `size` bytes, and none at the end only."""


class Sink(Protocol):
    """Anything bytes can be written to. It must not keep the view it is handed, which is used again."""

    def write(self, data: memoryview, /) -> int | None:
        """Take some of `data` and return how many bytes were taken."""


def fill(source: Source, view: memoryview) -> int:
    """Read into `view` until it is full or the source ends; return the number of bytes read.

    Raises OSError where the source would block, since nothing here waits in a loop.
    """
    readinto = getattr(source, "readinto", None)
    done = 0
    while done < len(view):
        if readinto is not None:
            got = readinto(view[done:])
        else:
            data = source.read(len(view) - done)
            got = None if data is None else len(data)
            if data:
                view[done : done + len(data)] = data
        if got is None:
            raise BlockingIOError("a sealed stream needs a source that waits for its data")
        if got == 0:
            break
        done += got
    return done


def write_all(sink: Sink, view: memoryview) -> None:
    """Write all of `view`, however little the sink takes at once; OSError where it takes nothing."""
    done = 0
    while done < len(view):
        taken = sink.write(view[done:])
        if not taken:
            raise BlockingIOError("a sealed stream needs a sink that takes what it is given")
        done += taken
