"""Publishing the directory of authorities: signed by the hub, sealed to the nodes that the key directory lists.

The signed file is what `comity directory verify` verifies. Its practitioner part is confidential, so that it leaves the
hub sealed (age) to the keys of every node that a State lists. A new edition is made when something published changed,
and otherwise in time for nodes to see that it is alive: they notice one that is renewed no more, as for the keys.
"""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.keys import data_folder, node_keys
from comity.directory.editions import edition
from comity.directory.signed import sign_directory
from comity.hub import directory
from comity.hub.models import Edition
from comity.kernel import strictjson
from comity.seal.age import seal_bytes

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from comity.directory.signed import SignedDirectory
    from comity.seal.age import HybridRecipient

ACTOR: Final = Actor.system("hub.editions")
FOLDER: Final = "authorities"
FILE: Final = "directory.age"


def publish(now: datetime) -> Edition:
    """Make the edition of now where one is due, and seal the newest to those who are listed now."""
    with transaction.atomic():
        newest = Edition.objects.select_for_update().first()
        said = edition(now)
        content = _content(said)
        if newest is None or newest.content != content or newest.created <= now - _renewed_after():
            newest = _new(newest, said, content, now)
    _seal(bytes(newest.raw), now)
    return newest


def newest() -> Edition | None:
    """Return the edition that is out, if there is one."""
    return Edition.objects.first()


def sealed_file() -> Path:
    """Return where the sealed edition lies."""
    return data_folder() / FOLDER / FILE


def recipients(now: datetime) -> list[HybridRecipient]:
    """Return the keys of every node that the key directory lists."""
    repository = directory.repository()
    if not repository.exists:
        return []
    listed = [file for files in repository.nodes().values() for file in files]
    return [key for file in listed for key in file.recipients(now)]


def _renewed_after() -> timedelta:
    """Return after how long an edition that says the same is made anew: half of what nodes believe."""
    return timedelta(hours=int(settings.NODE.directory_timestamp_hours)) / 2


def _content(said: SignedDirectory) -> str:
    return sha256(strictjson.dumps([list(said.authorities), list(said.facts)])).hexdigest()


def _new(before: Edition | None, said: SignedDirectory, content: str, now: datetime) -> Edition:
    raw = sign_directory(said, node_keys().signing_pair(now))
    made = Edition.objects.create(
        created=now, content=content, sha256=sha256(raw).hexdigest(), authorities=len(said.authorities),
        facts=len(said.facts), raw=raw,
    )  # fmt: skip
    Edition.objects.exclude(pk=made.pk).exclude(raw=b"").update(raw=b"")
    if before is None or before.content != content:
        data = {"authorities": made.authorities, "facts": made.facts, "sha256": made.sha256}
        record(actor=ACTOR, code="hub.edition.published", subject=f"hub.edition:{made.pk}", at=now, data=data)
    return made


def _seal(raw: bytes, now: datetime) -> None:
    """Write the sealed file beside the old one and put it in its place; with nobody listed there is none."""
    target, keys = sealed_file(), recipients(now)
    if not keys:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    new = target.with_suffix(".new")
    with new.open("wb") as file:
        file.write(seal_bytes(raw, keys))
        file.flush()
        os.fsync(file.fileno())
    new.replace(target)
