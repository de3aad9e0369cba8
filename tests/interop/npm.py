"""Parts from npm for the tests: exact versions, digests checked, unpacked once beside the environment."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import pytest

LIST = Path(__file__).resolve().parents[2] / "requirements" / "npm.txt"
CACHE = Path(sys.prefix) / "npm"
PREFIX = "package/"


def program(name: str, package: str) -> str:
    """Return the path of a program these tests need; without it they fail, they are never skipped."""
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"{name} is needed by the interoperability tests. On Debian: apt-get install {package}")
    return path


def wanted() -> list[tuple[str, str, str]]:
    """Return name, version and integrity of each part."""
    lines = [line.split() for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    return [(name, version, integrity) for name, version, integrity in lines]


def modules() -> Path:
    """Return a `node_modules` folder that holds every part of the list, fetched at most once."""
    program("node", "nodejs")
    CACHE.mkdir(exist_ok=True)
    folder = CACHE / hashlib.sha256(LIST.read_bytes()).hexdigest()[:16] / "node_modules"
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=CACHE) as draft:
                packed = fetch(Path(draft))
                for name, version, integrity in wanted():
                    unpack(packed / file_name(name, version), integrity, Path(draft) / "made" / name)
                folder.parent.mkdir(exist_ok=True)
                (Path(draft) / "made").rename(folder)
    return folder


def file_name(name: str, version: str) -> str:
    """Return the name that npm gives to a packed part."""
    return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"


def fetch(folder: Path) -> Path:
    """Fetch all parts through the ordinary client, which finds its own registry; return the folder they lie in.

    It is started once for all of them: to start takes it longer than to fetch one.
    """
    target = folder / "packed"
    target.mkdir()
    parts = [f"{name}@{version}" for name, version, _integrity in wanted()]
    command = [program("npm", "npm"), "pack", "--silent", "--pack-destination", str(target), *parts]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode or len(list(target.iterdir())) != len(parts):
        pytest.fail(f"npm could not fetch {' '.join(parts)}: {done.stderr}")
    return target


def unpack(packed: Path, integrity: str, target: Path) -> None:
    """Check the digest of a packed part and lay out what it holds, plain files alone."""
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if integrity != f"sha512-{digest}":
        pytest.fail(f"{packed.name} has the digest sha512-{digest}, not the one in {LIST.name}")
    with tarfile.open(packed) as archive:
        for member in archive.getmembers():
            inside = Path(member.name.removeprefix(PREFIX))
            content = archive.extractfile(member)
            if content is None:
                continue
            assert member.name.startswith(PREFIX)
            assert ".." not in inside.parts
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            (target / inside).write_bytes(content.read())
