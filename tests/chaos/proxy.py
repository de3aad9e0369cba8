"""A bad network between two nodes: a small HTTP proxy that loses, doubles, delays, reorders and cuts, by a seed.

It knows one thing about HTTP: where a request ends. Every request gets a connection of its own to the node behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

FAULTS = ("drop_request", "drop_reply", "duplicate", "late_copy", "cut_request", "cut_reply")
HEAD_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Weather:
    """How bad the line is: the share of requests that each fault of `FAULTS` happens to, and that are delayed.

    Attributes:
        shares: fault to share; at most one fault happens to a request.
        delayed: share of requests that wait for up to `longest` seconds before they go on.
        late: between which seconds a late copy follows.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    delayed: float = 0.0
    longest: float = 0.2
    late: tuple[float, float] = (0.2, 3.0)


FAIR = Weather()
BAD = Weather(
    {
        "drop_request": 0.05,
        "drop_reply": 0.05,
        "duplicate": 0.10,
        "late_copy": 0.10,
        "cut_request": 0.03,
        "cut_reply": 0.03,
    },
    delayed=0.3,
)


@dataclass(frozen=True)
class Route:
    """Where a proxy listens, and the port of the node behind it."""

    listen: int
    target: int


class Proxy:
    """Proxies for some routes, in a thread of their own; a context manager. `weather` may change at any time.

    `seen` counts requests and faults. `closed` holds the listening ports whose line is cut altogether.
    """

    def __init__(self, *routes: Route, seed: int, weather: Weather = FAIR) -> None:
        self.routes, self.weather = routes, weather
        self.seen: Counter[str] = Counter()
        self.closed: set[int] = set()
        self.tap: Callable[[bytes], None] = lambda _request: None
        self._random = random.Random(seed)  # noqa: S311 (a seed to repeat a run, no secret)
        self._loop = asyncio.new_event_loop()
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        for route in self.routes:
            opening = asyncio.run_coroutine_threadsafe(self._listen(route), self._loop)
            self._servers.append(opening.result(10))
        return self

    def __exit__(self, *_error: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _listen(self, route: Route) -> asyncio.Server:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                # The line broke, the node behind is dead, or we are closing: the connection simply ends.
                with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                    await self._one(route, reader, writer)
            finally:
                self._tasks.discard(task)
                writer.close()

        return await asyncio.start_server(serve, "127.0.0.1", route.listen, limit=HEAD_LIMIT)

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _one(self, route: Route, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if route.listen in self.closed:
            self.seen["refused"] += 1
            return
        request = await _request(reader)
        self.seen["requests"] += 1
        self.tap(request)
        fault = self._fault()
        if self._random.random() < self.weather.delayed:
            self.seen["delayed"] += 1
            await asyncio.sleep(self._random.uniform(0, self.weather.longest))
        if fault == "drop_request":
            return
        if fault == "cut_request":
            await self._forward(route, request[: self._random.randrange(1, len(request))], cut=True)
            return
        reply = await self._forward(route, request)
        if fault == "duplicate":
            await self._forward(route, request)
        if fault == "late_copy":
            self._spawn(self._later(route, request))
        if not reply:
            self.seen["no_reply"] += 1
        if fault == "drop_reply":
            return
        if fault == "cut_reply" and reply:
            reply = reply[: self._random.randrange(1, max(2, len(reply)))]
        writer.write(reply)
        await writer.drain()

    def _fault(self) -> str:
        drawn, shares = self._random.random(), self.weather.shares
        for name in FAULTS:
            drawn -= shares.get(name, 0.0)
            if drawn < 0:
                self.seen[name] += 1
                return name
        return ""

    async def _later(self, route: Route, request: bytes) -> None:
        await asyncio.sleep(self._random.uniform(*self.weather.late))
        with contextlib.suppress(OSError):
            await self._forward(route, request)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _forward(route: Route, request: bytes, *, cut: bool = False) -> bytes:
        """Send bytes to the node behind and return all it answers; nothing where it is dead."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", route.target)
        except OSError:
            return b""
        try:
            writer.write(request)
            await writer.drain()
            return b"" if cut else await reader.read(-1)
        except OSError:
            return b""
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """Read one request; it is made to ask for a closed connection, so that the answer ends where the bytes do."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = [line for line in head[:-4].split(b"\r\n") if not line.lower().startswith(b"connection:")]
    size, chunked = 0, False
    for line in lines[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            size = int(value)
        chunked = chunked or name.lower() == b"transfer-encoding"
    assert not chunked, "a node of ours announces the length of its bodies"
    body = await reader.readexactly(size)
    return b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body
