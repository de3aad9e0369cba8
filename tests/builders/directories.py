"""A key directory with its holders, States and folder; and a web server on this machine that shows a folder."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from comity.seal.keydirectory import drafting, holding, layout
from comity.seal.keydirectory.layout import Lives
from comity.seal.keydirectory.publishing import Repository
from tests.builders.keys import MADE, NOW, node_keys

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

    from comity.seal.keydirectory.drafting import DirectoryFile

LIVES = Lives()


@dataclass
class ADirectory:
    """A directory whose three holders sign by two, and in which XA and XB hold their own keys."""

    folder: Path
    now: datetime = NOW
    holders: list[CryptoSigner] = field(default_factory=lambda: [holding.new_key() for _ in range(3)])
    online: CryptoSigner = field(default_factory=holding.new_key)
    states: dict[str, CryptoSigner] = field(
        default_factory=lambda: {"XA": holding.new_key(), "XB": holding.new_key(), "XC": holding.new_key()}
    )

    def __post_init__(self) -> None:
        self.repository = Repository(self.folder, LIVES)

    def signed(self, file: DirectoryFile, *signers: CryptoSigner) -> DirectoryFile:
        for signer in signers or self.holders[:2]:
            file = drafting.sign(file, signer)
        return file

    def found(self) -> ADirectory:
        root = drafting.new_root(
            [one.public_key for one in self.holders], self.online.public_key, threshold=2, now=self.now
        )
        states = self.signed(drafting.new_list(self.now))
        self.repository.found(self.signed(root), states, self.online, now=self.now)
        return self

    def admit(self, *states: str) -> ADirectory:
        for state in states:
            key = self.states[state].public_key
            file = drafting.admit(self.repository.read().targets, state, key, now=self.now)
            self.repository.publish(self.signed(file), self.online, now=self.now)
        return self

    def state_file(self, state: str, *key_files: bytes, by: str = "") -> DirectoryFile:
        known = self.repository.read().states.get(state)
        version = known.signed.version + 1 if known else 1
        file = drafting.state_role(state, key_files, version=version, now=self.now)
        return self.signed(file, self.states[by or state])

    def list_nodes(self, state: str, *key_files: bytes) -> ADirectory:
        self.repository.publish(self.state_file(state, *key_files), self.online, now=self.now)
        return self

    def renew(self, **after: float) -> ADirectory:
        self.now += timedelta(**after)
        self.repository.renew(self.online, now=self.now)
        return self

    @property
    def root(self) -> bytes:
        return (self.folder / "metadata" / "1.root.json").read_bytes()


def a_directory(folder: Path, now: datetime = NOW) -> ADirectory:
    """Return a directory that lists the nodes `xa` and `xb`."""
    made = ADirectory(folder, now).found().admit("XA", "XB")
    for node in ("xa", "xb"):
        made.list_nodes(node.upper(), key_file(node))
    return made


def key_file(node: str, after: timedelta = timedelta(0), **changes: Any) -> bytes:
    """Return the key file of a node of the cast, made some time after its keys."""
    return replace(node_keys(node), **changes).peer_file(MADE + after)


def mirrored(directory: ADirectory, to: Path) -> Path:
    """Copy the folder of a directory."""
    directory.repository.mirror(to)
    return to


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def shown(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def spoiled(metadata: Any) -> Any:
    """Return metadata whose signatures are of other bytes."""
    copied = layout.read_metadata(layout.write_metadata(metadata))
    copied.signed.version += 1
    return copied
