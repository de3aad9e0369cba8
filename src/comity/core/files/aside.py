"""Work on a stream in a second thread, block by block and in order, while the first one goes on receiving it.

Digests are the larger part of what storing a file costs; hashlib lets go of the interpreter while it computes. At most
`DEPTH` blocks wait, so that memory stays constant; a short stream is worked on at once and never starts a thread.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH: Final = 8
SHORT: Final = 1 << 20


class Aside:
    """Calls `take` for every block. `finish` or `abandon` must be called, however the stream ends."""

    def __init__(self, take: Callable[[bytes | memoryview], object]) -> None:
        self._take = take
        self._begun = 0
        self._thread: threading.Thread | None = None
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._room = threading.Semaphore(DEPTH)
        self._error: BaseException | None = None

    def put(self, data: bytes | memoryview) -> None:
        """Have a block taken, now or soon; waits while too many wait."""
        if self._thread is None:
            self._begun += len(data)
            if self._begun <= SHORT:
                self._take(data)
                return
            self._thread = threading.Thread(target=self._work, name="aside", daemon=True)
            self._thread.start()
        self._room.acquire()
        self._waiting.put(bytes(data))  # a view may be written over; bytes are not copied by this

    def finish(self) -> None:
        """Wait until every block was taken; raises what taking one raised."""
        self.abandon()
        if self._error is not None:
            raise self._error

    def abandon(self) -> None:
        """End the thread, after the few blocks that wait. Harmless when repeated."""
        if self._thread is not None and self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (data := self._waiting.get()) is not None:
            try:
                if self._error is None:
                    self._take(data)
            except BaseException as error:  # noqa: BLE001 (raised by `finish`, in the thread that asked)
                self._error = error
            finally:
                self._room.release()
