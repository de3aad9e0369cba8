"""The store cleans up what nobody needs, and nothing else."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.core.files.test_actions import NOW, a_file, content, stored
from tests.core.files.test_blobs import everything

from comity.core.files.actions import put_part
from comity.core.files.blobs import new_key
from comity.core.files.jobs import KEEP_UPLOADS, sweep_files
from comity.core.files.models import StoredFile
from comity.core.files.store import blob_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.django_db(transaction=True)
def test_sweep_removes_orphans_and_abandoned_uploads_only(node_folder: Path):
    kept, upload = stored(b"kept"), a_file(100)
    put_part(upload, 0, io.BytesIO(b"x" * 50), now=NOW)
    store, orphan = blob_store(), new_key()
    store.put(orphan, io.BytesIO(b"sealed bytes of a transaction that failed"))
    left = store.folder / orphan[:2] / f"{new_key()}.0000.part"
    left.write_bytes(b"half")
    before = everything(store.folder)
    assert sweep_files(NOW + KEEP_UPLOADS) == (0, 0, 0)
    assert everything(store.folder) == before
    for path in store.folder.rglob("*"):
        os.utime(path, (0, 0))
    assert sweep_files(NOW + KEEP_UPLOADS) == (0, 1, 1)
    assert len(everything(store.folder)) == 2
    assert sweep_files(NOW + KEEP_UPLOADS + timedelta(seconds=1)) == (1, 0, 0)
    assert StoredFile.objects.get() == kept
    assert content(kept) == b"kept"
    assert len(everything(node_folder / "files")) == 1
