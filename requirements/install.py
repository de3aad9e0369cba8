"""Prepare the project's own environment (`.venv`) and run a program inside it.

Used by the scripts `comity` and `check`; needs nothing but Python's standard library. Every package
is pinned with its digest; no address is written anywhere, so whatever index this machine uses will do.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
CANNOT_WORK_HERE = 3
OF_THE_SYSTEM = "/usr/bin/python3"


def fail(message: str) -> None:
    """Say what is wrong and what to do, and stop with the exit code for "cannot work here"."""
    print(f"comity: {message}", file=sys.stderr)
    raise SystemExit(CANNOT_WORK_HERE)


def run(*command: str | Path) -> None:
    """Run one installation step; its own output goes to stderr so that stdout stays clean."""
    done = subprocess.run([str(part) for part in command], stdout=sys.stderr, check=False, cwd=ROOT)
    if done.returncode:
        fail(f"installation stopped at: {' '.join(str(part) for part in command)}")


def digest(*files: Path) -> str:
    """Return one digest over the named files."""
    whole = hashlib.sha256(sys.version.encode())
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


def prepare(kind: str) -> Path:
    """Install what `kind` ("run" or "check") needs, once, and return the folder of its programs."""
    if sys.version_info < (3, 11):  # noqa: UP036 (this script runs on whatever Python is there)
        fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if importlib.util.find_spec("ensurepip") is None:
        fail("this Python cannot make environments. On Debian: apt-get install python3-venv")
    programs = VENV / "bin"
    with (ROOT / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        files = [REQUIREMENTS / "bootstrap.txt", REQUIREMENTS / f"{kind}.txt", ROOT / "pyproject.toml"]
        stamp, wanted = VENV / f"{kind}.stamp", digest(*files)
        if stamp.exists() and stamp.read_text() == wanted:
            compile_catalogues(programs)
            return programs
        print(f"comity: installing what is needed to {kind} (once) …", file=sys.stderr)
        if not (programs / "python").exists():
            run(interpreter(), "-m", "venv", VENV)
        run(programs / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "-r", files[0])
        uv = [programs / "uv", "pip", "install", "--quiet", "--python", programs / "python"]
        run(*uv, "--require-hashes", "-r", files[1])
        run(*uv, "--no-deps", "--no-build-isolation", "--editable", ROOT)
        stamp.write_text(wanted)
        compile_catalogues(programs)
    return programs


def interpreter() -> str:
    """Return the Python for the environment: this one, or the system's where this one was built in haste.

    A Python that was compiled on the spot is as a rule compiled without its own profile, and then takes a sixth more
    of processor for everything; what a distribution ships is not. The system's is taken only where it is of the same
    version (3.11, say) and can make environments.
    """
    if "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS")):
        return sys.executable
    asked = f"import ensurepip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    fits = os.access(OF_THE_SYSTEM, os.X_OK) and not subprocess.run(
        [OF_THE_SYSTEM, "-c", asked], capture_output=True, check=False
    ).returncode  # fmt: skip
    return OF_THE_SYSTEM if fits else sys.executable


def compile_catalogues(programs: Path) -> None:
    """Compile message catalogues that are newer than what was compiled from them."""
    catalogues = list((ROOT / "src").rglob("*.po"))
    compiled = [catalogue.with_suffix(".mo") for catalogue in catalogues]
    if any(
        not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime for po, mo in zip(catalogues, compiled, strict=True)
    ):
        run(programs / "python", REQUIREMENTS / "hatch_hooks.py")


def keep_bytecode(environment: MutableMapping[str, str]) -> None:
    """Let Python keep what it compiled inside `.venv`, also where it was told to keep nothing.

    Without it every start compiles nine hundred modules anew, which costs 1.5 s of processor; nothing is written
    beside the sources.
    """
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def start(kind: str, program: str, *arguments: str) -> None:
    """Become `program` of the prepared environment; never returns."""
    programs = prepare(kind)
    os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
    keep_bytecode(os.environ)
    os.execv(programs / program, [program, *arguments])  # noqa: S606 (our own program, no shell wanted)
