"""The library in tests: a node folder for the files, and documents of our own writing loaded into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import SettingsWrapper

    from comity.library.actions import Loaded

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture
def node_folder(settings: SettingsWrapper, tmp_path: Path, db: None) -> None:
    """Give the node of the test a folder for files."""
    del db
    from tests.builders.node_folder import use_node_folder

    use_node_folder(settings, tmp_path)


@pytest.fixture
def load(node_folder: None) -> Callable[..., Loaded]:
    """Return a function that loads one of our documents by name, or bytes."""
    del node_folder
    from tests.builders.people import NOW

    from comity.core.actors import Actor  # this file is read before models may be
    from comity.library.actions import load_document

    def load(what: str | bytes, name: str = "") -> Loaded:
        raw = (DOCUMENTS / what).read_bytes() if isinstance(what, str) else what
        called = name or (what if isinstance(what, str) else "file.txt")
        return load_document(actor=Actor.system("tests"), raw=raw, name=called, now=NOW)

    return load
