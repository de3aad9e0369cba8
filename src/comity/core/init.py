"""Making a node: its folder, its secrets, its keys, its recovery paper, its tables.

Used by `comity init` and by the demo, before Django knows the folder. Steps: 1 the paper is shown and two of its words
come back; 2 folder, secrets and keys are written; 3 `node.json` last, so that a folder with one is a whole node; 4 the
tables are made by `make_tables`, once Django stands in that folder. What fails before step 3 leaves no folder behind.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from comity.core.backup.errors import BackupError
from comity.core.backup.paper import RecoveryPaper, new_paper
from comity.core.files.store import FOLDER as FILES
from comity.core.keys import FOLDER as KEYS
from comity.core.keys import UNLOCK
from comity.kernel.errors import ComityError
from comity.kernel.ids import parse_node_id
from comity.seal.keyfile import parse_peer_file
from comity.seal.nodekeys import NodeKeys, new_unlock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

NODE_FILE = "node.json"
DJANGO_SECRET = "django-secret"  # noqa: S105 (a file's name)
RECOVERY_RECIPIENT = "recovery.recipient"
TRIES = 3


class InitError(ComityError):
    """A node cannot be made here: `E_NOT_EMPTY`, or `E_RECOVERY_WORDS` when the paper was not written down."""


@dataclass(frozen=True, slots=True)
class NewNode:
    """A node that was just made.

    Attributes:
        folder: its data folder.
        fingerprint: of its key file, in groups of five digits, to be read to peers over the telephone.
        peer_file: the signed key file that peers pin.
    """

    folder: Path
    fingerprint: str
    peer_file: bytes


def initialise(
    folder: Path,
    *,
    node_id: str,
    state: str,
    names: Mapping[str, str],
    url: str,
    confirm: Callable[[RecoveryPaper], tuple[str, str]],
    now: datetime,
    unlock_file: Path | None = None,
    time_authorities: Sequence[str] = (),
    further: Mapping[str, Any] | None = None,
) -> NewNode:
    """Make a node in `folder`, which must not exist or be empty.

    Args:
        folder: where it will live; made with mode 0700.
        node_id: short name, such as `xa`.
        state: code of its State.
        names: the authority's name by language tag; `en` and `zh-hans` at least.
        url: address for officers and peers.
        confirm: shows the recovery paper to a person and returns the two words that it asks for; asked at most thrice.
            The paper is not kept anywhere. `RecoveryPaper.answers` stands in where nobody is there (demo, tests).
        now: when the keys begin.
        unlock_file: where the secret that opens the keys is written; by default `keys/unlock`.
        time_authorities: PEM certificates of the time-stamp authorities this node relies on; its key file names them.
        further: more settings for `node.json` (`role`, `hosts`, `production` …).

    Raises:
        InitError: `E_NOT_EMPTY`, `E_RECOVERY_WORDS`.
        KernelError: `E_NODE` for a name that is none.
    """
    parse_node_id(node_id)
    _must_be_empty(folder)
    paper, recovery = new_paper()
    _ask(confirm, paper)
    try:
        keys = folder / KEYS
        for new in (folder, keys, folder / FILES):
            new.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.chmod(0o700)
        unlock, made = new_unlock(), NodeKeys.generate(node_id, state, names, url, now)
        made = replace(made, time_authorities=tuple(time_authorities))
        _write(unlock_file or keys / UNLOCK, unlock)
        _write(keys / DJANGO_SECRET, secrets.token_urlsafe(48).encode())
        _write(keys / RECOVERY_RECIPIENT, str(recovery.recipient()).encode())
        made.save(keys, unlock)
        said: dict[str, Any] = {"node_id": node_id, "state": state, "names": dict(names), "url": url}
        if unlock_file is not None:
            said["unlock_file"] = str(unlock_file.resolve())
        text = json.dumps({**said, **(further or {})}, ensure_ascii=False, indent=2)
        _write(folder / NODE_FILE, text.encode(), mode=0o644)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    peer_file = made.peer_file(now)
    return NewNode(folder, parse_peer_file(peer_file).fingerprint(), peer_file)


def make_tables() -> None:
    """Make or update the tables of the node that Django stands in. Repeating is harmless."""
    from django.core.management import call_command  # noqa: PLC0415 (only once Django is set up)

    call_command("migrate", verbosity=0, interactive=False)


def recovery_recipient_text(folder: Path) -> str:
    """Return what backups are sealed to, as text; BackupError `E_NO_RECIPIENT` when the node has none."""
    try:
        return (folder / KEYS / RECOVERY_RECIPIENT).read_text("ascii").strip()
    except OSError:
        raise BackupError("E_NO_RECIPIENT", "this node has no recovery key") from None


def _must_be_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InitError("E_NOT_EMPTY", "the folder is not empty")


def _ask(confirm: Callable[[RecoveryPaper], tuple[str, str]], paper: RecoveryPaper) -> None:
    for _ in range(TRIES):
        if paper.agrees(confirm(paper)):
            return
    raise InitError("E_RECOVERY_WORDS", "the words were not those of the paper; nothing was made")


def _write(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a new file, durable, with its mode from the first byte on; one that is there is an error."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, mode)  # whatever the umask
        file.write(content + b"\n")
        file.flush()
        os.fsync(file.fileno())
