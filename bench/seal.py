"""Sealing and opening a large file: ours (hybrid and X25519) beside `age`, `gpg` and `cp`, in one run.

    python bench/seal.py [--size MiB] [--repeat 3] [--json FILE]

Every figure is one whole child process, start-up included: user and system time as the kernel accounts
them, wall time by the clock, peak memory as the kernel's high-water mark, looked at every 5 ms. Each round
begins with another program, what was written before is synced first, as much memory as the files need is
touched beforehand (a virtual machine pays for the first touch), and the best of each is kept: neither a
busy neighbour nor a place in the queue decides. Files lie in one temporary folder, removed at the end.
`gpg` is symmetric AES-256 with authentication, without compression, its key derivation at the lowest count.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from comity.seal.age import HybridIdentity, X25519Identity

MEBI = 1024 * 1024
ROUNDS = 3
LOOK = 0.005
WARM = 4
TOOLS = ("age", "gpg", "cp")
OURS = """
import sys
from comity.seal.age import open_sealed, parse_identity_file, parse_recipient, seal

action, key, source, target = sys.argv[1:]
with open(key, "rb") as file:
    key = file.read()
with open(source, "rb", buffering=0) as reader, open(target, "wb", buffering=0) as writer:
    if action == "seal":
        seal(reader, writer, [parse_recipient(key.decode())])
    else:
        open_sealed(reader, writer, parse_identity_file(key))
"""
GPG = ("gpg", "--batch", "--yes", "--quiet", "--no-symkey-cache", "--pinentry-mode", "loopback", "--passphrase-file")
GPG_SEAL = ("--symmetric", "--cipher-algo", "AES256", "--compress-algo", "none", "--s2k-count", "1024")


@dataclass
class Figure:
    """The best of several runs of one program doing one thing."""

    program: str
    action: str
    cpu_seconds: float
    user_seconds: float
    system_seconds: float
    wall_seconds: float
    peak_rss_mib: float
    mb_per_cpu_second: float


@dataclass
class Step:
    """One program doing one thing, and the file it makes."""

    program: str
    action: str
    command: list[str]
    made: str


def high_water(process: int) -> int:
    """Return the most memory `process` has held since it began its program, in KiB, or 0 once it has ended.

    `ru_maxrss` would not do: it remembers what the parent held at the fork.
    """
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def measure(command: list[str], folder: Path) -> tuple[float, float, float, float]:
    """Run `command`; return its user seconds, system seconds, wall seconds and peak memory in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | {"GNUPGHOME": str(folder / "gnupg")})
    peak = 0
    while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
        peak = max(peak, high_water(process.pid))
        time.sleep(LOOK)
    wall = time.perf_counter() - started
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"stopped with {process.returncode}: {command[0]}")
    return usage.ru_utime, usage.ru_stime, wall, peak / 1024


def steps(folder: Path) -> list[list[Step]]:
    """Return what is run: for each program its sealing and then its opening."""
    keys: dict[str, HybridIdentity | X25519Identity] = {
        "hybrid": HybridIdentity.generate(),
        "X25519": X25519Identity.generate(),
    }
    plain, opened = str(folder / "plain"), str(folder / "opened")
    found: list[list[Step]] = []
    for kind, identity in keys.items():
        secret, public, sealed = (str(folder / f"{kind}.{end}") for end in ("key", "pub", "age"))
        Path(secret).write_text(str(identity))
        Path(public).write_text(str(identity.recipient()))
        ours, program = [sys.executable, "-c", OURS], f"comity {kind}"
        closing = Step(program, "seal", [*ours, "seal", public, plain, sealed], sealed)
        found.append([closing, Step(program, "open", [*ours, "open", secret, sealed, opened], opened)])
    secret, sealed, recipient = str(folder / "X25519.key"), str(folder / "by.age"), str(keys["X25519"].recipient())
    closing = Step("age X25519", "seal", ["age", "-r", recipient, "-o", sealed, plain], sealed)
    found.append([closing, Step("age X25519", "open", ["age", "-d", "-i", secret, "-o", opened, sealed], opened)])
    phrase, sealed = str(folder / "phrase"), str(folder / "by.gpg")
    Path(phrase).write_text("only for measuring")
    gpg = [*GPG, phrase]
    closing = Step("gpg AES-256", "seal", [*gpg, *GPG_SEAL, "--output", sealed, plain], sealed)
    found.append([closing, Step("gpg AES-256", "open", [*gpg, "--output", opened, "--decrypt", sealed], opened)])
    return [*found, [Step("cp", "copy", ["cp", plain, opened], opened)]]


def measure_pair(pair: list[Step], folder: Path, size: int, best: dict[tuple[str, str], Figure]) -> None:
    """Measure one program's sealing and opening, check the sizes of what it made, and keep what is best."""
    for step in pair:
        os.sync()
        user, system, wall, peak = measure(step.command, folder)
        made = Path(step.made).stat().st_size
        if made < size or (step.action == "open" and made != size):
            raise SystemExit(f"{step.program} made {made} bytes")
        cpu = user + system
        figure = Figure(step.program, step.action, cpu, user, system, wall, peak, size / 1e6 / cpu)
        known = best.get((step.program, step.action))
        if known is None or cpu < known.cpu_seconds:
            best[step.program, step.action] = figure
    for step in pair:
        Path(step.made).unlink()


def run(folder: Path, size: int, rounds: int) -> list[Figure]:
    """Measure everything `rounds` times, each round begun by another program, and return the best of each."""
    (folder / "gnupg").mkdir(mode=0o700)
    with (folder / "plain").open("wb") as file:
        for _ in range(size // MEBI):
            file.write(os.urandom(MEBI))
    touched = [folder / f"touched-{number}" for number in range(WARM)]
    for path in touched:
        subprocess.run(["cp", folder / "plain", path], check=True)
    for path in touched:
        path.unlink()
    best: dict[tuple[str, str], Figure] = {}
    pairs = steps(folder)
    for number in range(rounds):
        begin = number % len(pairs)
        for pair in pairs[begin:] + pairs[:begin]:
            measure_pair(pair, folder, size, best)
    subprocess.run(["gpgconf", "--homedir", folder / "gnupg", "--kill", "all"], check=False)
    order = [(step.program, step.action) for pair in pairs for step in pair]
    return [best[name] for name in order]


def ratios(figures: list[Figure]) -> dict[str, float]:
    """Return how many times the work of `age` one CPU-second of ours does."""
    speed = {(one.program, one.action): one.mb_per_cpu_second for one in figures}
    return {
        f"{program}, {action}, to age X25519": round(speed[program, action] / speed["age X25519", action], 2)
        for program in ("comity hybrid", "comity X25519")
        for action in ("seal", "open")
    }


def versions() -> dict[str, str]:
    """Return what was measured, with versions."""
    found = {name: version(name) for name in ("comity", "cryptography")} | {"python": platform.python_version()}
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is not installed; on Debian: apt-get install age gnupg coreutils")
        done = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True)
        found[tool] = done.stdout.splitlines()[0]
    return found | {"system": platform.platform(), "processors": str(os.cpu_count())}


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description="Sealing and opening one large file, beside age, gpg and cp.")
    parser.add_argument("--size", type=int, default=1024, help="size of the file in MiB (1024)")
    parser.add_argument("--repeat", type=int, default=ROUNDS, help="rounds, of which the best counts (3)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    about = versions()
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        figures = run(Path(folder), options.size * MEBI, options.repeat)
    print(f"{options.size} MiB, best of {options.repeat}; {', '.join(f'{k} {v}' for k, v in about.items())}\n")
    print(
        f"{'program':<16}{'action':<8}{'CPU s':>8}{'user':>8}{'system':>8}{'wall':>8}{'peak MiB':>10}{'MB/CPU s':>10}"
    )
    for one in figures:
        print(
            f"{one.program:<16}{one.action:<8}{one.cpu_seconds:>8.2f}{one.user_seconds:>8.2f}"
            f"{one.system_seconds:>8.2f}{one.wall_seconds:>8.2f}{one.peak_rss_mib:>10.0f}{one.mb_per_cpu_second:>10.0f}"
        )
    compared = ratios(figures)
    print()
    for name, ratio in compared.items():
        print(f"{name}: {ratio:.2f}")
    if options.json:
        found = {"size_mib": options.size, "repeat": options.repeat, "versions": about, "ratios": compared}
        options.json.write_text(json.dumps(found | {"figures": [asdict(one) for one in figures]}, indent=2) + "\n")


if __name__ == "__main__":
    main()
