"""The age format's public test vectors, every one of them: nothing is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.seal.age.public_vectors import check, parse

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "vectors" / "age"
NAMES = sorted(path.name for path in FOLDER.iterdir()) if FOLDER.is_dir() else ["absent"]


@pytest.mark.shared
@pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference folder is not beside this clone")
@pytest.mark.parametrize("name", NAMES)
def test_public_vector(name: str) -> None:
    check(parse((FOLDER / name).read_bytes()))
