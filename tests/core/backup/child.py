"""A node for the tests: `main('[["add", "8"], ["count"], …]')` answers step by step."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (models need the line above)

from comity.core.actors import Actor  # noqa: E402
from comity.core.audit.models import AuditEntry  # noqa: E402
from comity.core.backup import state  # noqa: E402
from comity.core.backup.making import backup_to  # noqa: E402
from comity.core.backup.paper import read_paper  # noqa: E402
from comity.core.backup.proving import prove_backup, record_proof  # noqa: E402
from comity.core.backup.restoring import restore_backup  # noqa: E402
from comity.core.files.actions import delete_file, store_stream  # noqa: E402
from comity.core.files.models import StoredFile  # noqa: E402
from comity.core.files.reader import open_file  # noqa: E402
from comity.core.jobs.models import WorkerBeat  # noqa: E402
from comity.core.keys import node_keys  # noqa: E402
from comity.kernel.clock import utc_now  # noqa: E402
from comity.kernel.errors import ComityError  # noqa: E402
from comity.kernel.ids import new_id  # noqa: E402

ACTOR = Actor.system("test")


def add(number: str) -> object:
    """Store files with the canary in them."""
    for n in range(int(number)):
        data = f"CANARY-OF-THE-BACKUP {n}".encode() * (1 + n * 1000)
        store_stream(io.BytesIO(data), actor=ACTOR, purpose="t", name=f"{n}", media_type="", now=utc_now())
        WorkerBeat.objects.create(
            worker=f"CANARY-OF-THE-DATABASE {n} {new_id()}", started_at=utc_now(), seen_at=utc_now()
        )
    return number


def drop() -> object:
    """Delete one file."""
    with transaction.atomic():
        delete_file(StoredFile.objects.earliest("id"))
    return None


def backup(path: str) -> object:
    """Write a backup."""
    made = backup_to(Path(path), actor=ACTOR, now=utc_now())
    return {"size": made.size, "sha256": made.sha256, "gone": made.gone}


def watched_backup(path: str) -> object:
    """Write a backup and tell every file that was created meanwhile."""
    created: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str) and isinstance(arguments[2], int):
            created.extend([arguments[0]] if arguments[2] & os.O_CREAT and "pycache" not in arguments[0] else [])

    sys.addaudithook(watch)
    backup(path)
    return created


def prove(path: str, words: str) -> object:
    """Prove a backup and remember it."""
    with Path(path).open("rb") as source:
        proof = prove_backup(source, read_paper(words))
    record_proof(proof, actor=ACTOR, now=utc_now())
    return {"opened": proof.opened, "needed": proof.needed, "proved": state.read(state.PROVED) is not None}


def restore(path: str, words: str, folder: str) -> object:
    """Restore into an empty folder."""
    with Path(path).open("rb") as source:
        return restore_backup(source, read_paper(words), Path(folder), now=utc_now()).node_id


def count() -> object:
    """Read everything this node has."""
    sizes = []
    for file in StoredFile.objects.order_by("id"):
        with open_file(file) as source:
            sizes.append(len(source.read()))
    return {
        "node": node_keys().node_id,
        "vendor": connection.vendor,
        "sizes": sizes,
        "beats": WorkerBeat.objects.filter(worker__startswith="CANARY").count(),
        "audit": list(AuditEntry.objects.order_by("seq").values_list("code", flat=True)),
        "pending": state.read(state.RESTORED) is not None,
    }


def main(steps: str) -> None:
    """Take the steps and print what each told."""
    answers = []
    for step in json.loads(steps):
        try:
            answers.append(globals()[step[0]](*step[1:]))
        except ComityError as error:
            answers.append({"error": error.code})
    sys.stdout.write(json.dumps(answers))
