"""Starting the processes of a node so that none outlives its purpose.

A child watches its parent: when the parent is gone, however it died, the child stops. The kernel tells it
(`PR_SET_PDEATHSIG`), so a `kill -9` of the parent is noticed as well.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import multiprocessing
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

import urllib3

from comity.cli.answers import CommandError, Exit
from comity.kernel.languages import Text

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from multiprocessing.process import BaseProcess
    from pathlib import Path
    from types import FrameType

PR_SET_PDEATHSIG = 1
WATCH = "COMITY_WATCH_PARENT"
PATIENCE = 180.0
STOPPING = 10.0
PORTS = range(20_000, 32_000)
NOT_STARTED = Text(en="The node {name} did not start; see {log}.", zh="节点 {name} 未能启动；请看 {log}。")
SERVED = Text(
    en=(
        "The node in {path} is served already, by process {pid}. Stop that one first: how often somebody may try to "
        "sign in is counted in one process, and a second one would double it."
    ),
    zh=(
        "{path} 中的节点已由进程 {pid} 提供服务。请先停止该进程："
        "登录尝试次数只在一个进程内计数，第二个进程会使限额加倍。"
    ),
)
TAKEN = Text(
    en="Nobody can listen on {host}, port {port}: {reason}. Stop what listens there, or name another with --port.",
    zh="无法在 {host} 的端口 {port} 上监听：{reason}。请停止占用该端口的程序，或者用 --port 指定另一个端口。",
)
HANDING_OVER = 15.0  # seconds that a server which was told to stop may still need
OK = 200


def watch_parent() -> None:
    """Stop this process when its parent ends, if its parent asked for that (Linux; elsewhere the parent stops it)."""
    if os.environ.get(WATCH):
        end_with_parent()


def end_with_parent() -> None:
    """Stop this process when its parent ends (Linux; elsewhere the parent stops it)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def fork(name: str, target: Callable[..., None], *arguments: object) -> BaseProcess:
    """Run `target` in a process that has loaded what this one has, and that ends with it; this one has no threads.

    It must have no connection to a database either: two processes cannot share one.
    """
    process = multiprocessing.get_context("fork").Process(name=name, target=_forked, args=(target, *arguments))
    process.start()
    return process


def _forked(target: Callable[..., None], *arguments: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what the parent does then is not for this one
    end_with_parent()
    target(*arguments)


def end(process: BaseProcess, patience: float) -> None:
    """Tell a forked process to end, and end it when it has not after `patience` seconds."""
    process.terminate()
    process.join(patience)
    process.kill()
    process.join()


@contextlib.contextmanager
def only_server(data: Path, patience: float = HANDING_OVER) -> Iterator[int]:
    """Be the one that serves this folder, with the processes forked for it, until all have ended, however they do.

    Yields the descriptor of the lock: a process forked for something else closes it.

    Raises:
        CommandError: `E_SERVED` where another one serves it and does not end within `patience` seconds.
    """
    file = data / "state" / "serving.lock"
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(handle, data, time.monotonic() + patience)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        yield handle
    finally:
        os.close(handle)


def _take(handle: int, data: Path, until: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                pid = os.pread(handle, 20, 0).decode("ascii", "replace") or "?"
                raise CommandError("E_SERVED", SERVED, Exit.CANNOT_HERE, path=str(data), pid=pid) from None
        time.sleep(0.1)


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on.

    It lies below those that a kernel gives to outgoing connections, or one of these might take it before it is used.
    """
    while True:
        port = secrets.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def refuse_taken(host: str, port: int) -> None:
    """Refuse an address on which somebody listens: the server would share it, and each get half of the requests.

    Raises:
        CommandError: `E_PORT`, with what the system says.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections that ended a moment ago do not matter
        try:
            probe.bind((host, port))
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise CommandError("E_PORT", TAKEN, Exit.CANNOT_HERE, host=host, port=str(port), reason=reason) from None


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` on Ctrl-C and SIGTERM."""

    def set_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, set_stop)


class Child:
    """One process of ours, with its output in a log file."""

    def __init__(self, name: str, arguments: Sequence[str], *, env: Mapping[str, str], log: Path) -> None:
        self.name, self.log = name, log
        # 0600: a log holds no case content, and is nobody else's business all the same.
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "comity.cli", *arguments],
                env={**os.environ, **env, WATCH: "1"},
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                start_new_session=True,
            )
        finally:
            os.close(descriptor)

    def alive(self) -> bool:
        """Say whether the process still runs."""
        return self.process.poll() is None

    def wait_ready(self, port: int, patience: float = PATIENCE) -> None:
        """Wait until the node answers on its port. Raises CommandError when it does not."""
        end = time.monotonic() + patience
        while time.monotonic() < end and self.alive():
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                answer = urllib3.request("GET", f"http://127.0.0.1:{port}/healthz", timeout=2.0, retries=False)
                if answer.status == OK:
                    return
            time.sleep(0.05)
        raise CommandError("E_START", NOT_STARTED, Exit.CANNOT_HERE, name=self.name, log=str(self.log))

    def stop(self) -> None:
        """Stop the process and everything it started."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self.alive():
                break
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(STOPPING)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what the process itself left behind

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
