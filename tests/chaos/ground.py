"""Two founded nodes to break: a template made once for a test run, and for each test a copy with processes of its own.

All copies are reached by the same ports, which stand in the signed key files: one pair runs at a time.
Each node pins the other's key file, and the address in it is the proxy's: nothing reaches a node but through the proxy.
The nodes ask no time-stamp authority: what a stamp proves is tested elsewhere, and here every message would pay for it.
What forks the processes of a node is loaded once for all copies, at a path that leads to the copy that runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from comity.cli.demo import world
from comity.cli.demo.steps import Steps
from comity.cli.processes import free_port
from comity.kernel.clock import utc_now
from comity.seal.timestamp import DemoAuthority
from tests.builders import tables
from tests.builders.processes import migrate_file
from tests.chaos.member import CREATE
from tests.chaos.processes import Forked, Member, Program, clean_env
from tests.chaos.proxy import FAIR, Proxy, Route, Weather

Tell = Callable[[str, object], None]  # `record_property`: "told" is printed by the gate
SKEWED = Path(__file__).with_name("skewed")
TABLES = "node.tables"
FOUNDED = -10 * 86_400.0
LONG = bool(os.environ.get("COMITY_LONG"))  # the program is loaded for each start, and how long it takes is measured
LEASE = 3.0  # seconds; a job whose worker was killed is taken up again after it


@dataclass(frozen=True)
class Template:
    """Two nodes that know each other and never run. `listen` has the proxy's ports, `serve` those of the nodes."""

    folder: Path
    listen: dict[str, int]
    serve: dict[str, int]

    @contextlib.contextmanager
    def reserved(self) -> Iterator[None]:
        """Keep the ports of the pair; another process of this run that wants to run a copy waits."""
        with self.folder.with_name(f"{self.folder.name}.ports").open("a") as ports:
            fcntl.flock(ports, fcntl.LOCK_EX)
            yield


def founded() -> Template:
    """Return the pair of this run; whichever of its processes asks first founds it."""
    folder = tables.shared_folder() / "pair"
    with folder.with_name("pair.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if known := lock.read():
            return Template(folder, **json.loads(known))
        made = Template(folder, {n.id: free_port() for n in world.NODES}, {n.id: free_port() for n in world.NODES})
        _found_both(made)
        lock.write(json.dumps({"listen": made.listen, "serve": made.serve}))
        return made


def _found_both(made: Template) -> None:
    """Found both nodes, with two administrators each and no other officer, on the tables of this run."""
    folder = made.folder
    folder.mkdir()
    tables.copy_file(folder / TABLES, migrate_file)
    stamps = {"url": "", "pem": DemoAuthority.generate("Chaos", now=utc_now()).certificate_pem.decode()}
    # Founded some days ago, so that a clock may be wrong by some days without keys that are not valid yet.
    env = clean_env() | {"PYTHONPATH": str(SKEWED), "COMITY_TEST_OFFSET": str(FOUNDED)}
    with ThreadPoolExecutor(2) as both, contextlib.ExitStack() as kept:
        steps = [kept.enter_context(Steps(folder / node.id, env=env)) for node in world.NODES]
        files = list(both.map(lambda node, step: _found(made, node, step, stamps), world.NODES, steps))
        list(both.map(lambda step, file: step.take({"pin": file}), steps, reversed(files)))
    for node, file in zip(world.NODES, files, strict=True):
        with contextlib.closing(sqlite3.connect(folder / node.id / "db.sqlite3")) as database:
            database.execute(CREATE)
        (folder / f"{node.id}.peer.json").write_text(file)
        settings = folder / node.id / "node.json"
        settings.write_text(json.dumps(json.loads(settings.read_text()) | {"time_authorities": []}))
    (folder / TABLES).unlink()


def _found(made: Template, node: world.Node, steps: Steps, stamps: dict[str, str]) -> str:
    people = [asdict(one) for one in world.cast(node) if one.role == "administrator"]
    url = f"http://127.0.0.1:{made.listen[node.id]}"
    plan = {
        "node": asdict(node), "people": people, "url": url, "hosts": ["127.0.0.1"], "time_authority": stamps,
        "tables": str(made.folder / TABLES),
    }  # fmt: skip
    return str(steps.take(plan)["key_file"])


@dataclass
class Running:
    """One node of a pair: its folder, its server (`comity serve --no-work`) and its worker."""

    name: str
    folder: Path
    port: int
    defect: str = ""
    server: Program | Forked | None = None
    member: Member | None = None
    link: Path = Path()  # where the member finds the folder of whichever copy runs
    worker: int = 0
    restarts: list[float] = field(default_factory=list)  # seconds from start to answering
    offset: float = 0.0  # seconds by which the clock of whatever is started from now on is wrong

    def begin(self) -> None:
        """Lead the background side here, and load it where that was not done; the first thing to do."""
        self.link.unlink(missing_ok=True)
        self.link.symlink_to(self.folder)
        if self.name not in Member.loaded:
            Member.loaded[self.name] = Member(self.link)
        self.member = Member.loaded[self.name]

    def _start(self, do: str, **order: Any) -> int:
        log = str(self.folder / "member.log")
        return self._member.start(do, offset=self.offset, defect=self.defect, log=log, **order)

    @property
    def _member(self) -> Member:
        assert self.member is not None
        return self.member

    def serve(self) -> None:
        """Start the server, not yet waiting for it."""
        if not LONG:
            pid = self._start("serve", port=self.port)
            self.server = Forked(self.name, self._member, pid, log=self.folder / "member.log")
            return
        arguments = ["serve", "--no-work", "--data", str(self.folder), "--port", str(self.port)]
        cleared = {name: "" for name in os.environ if name.startswith(("COMITY_CRASH",))}
        node = {"COMITY_DATA": str(self.folder), "COMITY_SECRET_KEY": "", "COMITY_DATABASE_URL": ""}
        if self.offset:
            node |= {"PYTHONPATH": str(SKEWED), "COMITY_TEST_OFFSET": str(self.offset)}
        self.server = Program(self.name, arguments, env=cleared | node, log=self.folder / "serve.log")

    def wait_ready(self) -> None:
        """Wait until the server answers."""
        began = time.monotonic()
        assert self.server is not None
        self.server.wait_ready(self.port)
        self.restarts.append(time.monotonic() - began)

    def kill_server(self) -> None:
        """End the server and everything it started by SIGKILL."""
        assert self.server is not None
        self.server.kill()

    def work(self, *, env: dict[str, str] | None = None, lease: float = LEASE) -> int:
        """Start the worker."""
        self.worker = self._start("work", lease=lease, env=env or {})
        return self.worker

    def kill_worker(self) -> None:
        """End the worker by SIGKILL, if it runs."""
        if self.worker:
            self._member.kill(self.worker)
            self.worker = 0

    def put(self, plan: Path, acks: Path, *, first: int = 0, **order: Any) -> int:
        """Start putting the messages of a plan into the outbox, from the given one on."""
        return self._start("put", plan=str(plan), acks=str(acks), first=first, **order)

    def set_clock(self, offset: float) -> None:
        """Restart server and worker with a clock that is wrong by `offset` seconds."""
        self.offset = offset
        self.kill_server()
        self.kill_worker()
        self.serve()
        self.wait_ready()
        self.work()

    def poll(self, pid: int) -> int | None:
        """Return how a process that was started here ended, or None while it runs."""
        return self._member.poll(pid)

    def kill(self, pid: int) -> None:
        """End a process that was started here."""
        self._member.kill(pid)

    def run(self, do: str, **order: Any) -> None:
        """Do one thing to its end."""
        self.wait_for(self._start(do, **order))

    def wait_for(self, pid: int) -> None:
        """Wait for a process that was started here; it must end well."""
        status = self._member.ask(do="wait", pid=pid)["status"]
        assert status == 0, f"a process of {self.name} ended with {status}; see its member.log"

    def read(self, query: str) -> list[tuple[Any, ...]]:
        """Read the node's database beside the running node."""
        return self.read_all([query])[0]

    def read_all(self, queries: Iterable[str]) -> list[list[tuple[Any, ...]]]:
        """Read several things; to open the database takes longer than to ask it."""
        with contextlib.closing(sqlite3.connect(f"file:{self.folder / 'db.sqlite3'}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA busy_timeout = 20000")
            return [database.execute(query).fetchall() for query in queries]

    def close(self, *, for_good: bool = False) -> None:
        """End everything; the background side too if `for_good`, so that it would be loaded anew."""
        if self.server is not None:
            self.kill_server()
        if self.member is not None:
            if for_good:
                Member.loaded.pop(self.name).close()
            else:
                self.member.ask(do="end")
            self.server = self.member = None


class Pair:
    """Two running nodes and the line between them; a context manager that leaves nothing running."""

    def __init__(
        self, made: Template, folder: Path, *, seed: int, weather: Weather = FAIR, defects: dict[str, str] | None = None
    ) -> None:
        self.folder, self._made, self._kept = folder, made, contextlib.ExitStack()
        shutil.copytree(made.folder, folder)
        self.nodes = [
            Running(
                name, folder / name, port, (defects or {}).get(name, ""), link=made.folder.with_name(f"running-{name}")
            )
            for name, port in made.serve.items()
        ]
        routes = (Route(made.listen[name], made.serve[name]) for name in made.serve)
        self.proxy = Proxy(*routes, seed=seed, weather=weather)

    def __enter__(self) -> Self:
        try:
            self._kept.enter_context(self._made.reserved())
            self._kept.enter_context(self.proxy)
            for node in self.nodes:
                node.begin()
            for node in self.nodes:
                assert node.member is not None
                node.member.wait_ready()
                node.serve()
            for node in self.nodes:
                node.wait_ready()
        except BaseException as error:
            self.__exit__(error)
            raise
        return self

    def __exit__(self, error: object, *_more: object) -> None:
        for node in self.nodes:
            node.close(for_good=error is not None)  # it may still wait for what will never come
        self._kept.close()

    def __getitem__(self, name: str) -> Running:
        return next(node for node in self.nodes if node.name == name)

    def heal(self) -> None:
        """Make the line good, and let everything that waits be tried at once."""
        self.proxy.weather = FAIR
        self.proxy.closed.clear()
        for node in self.nodes:
            node.run("hurry")

    def under_way(self) -> dict[str, int]:
        """Return what is not finished, by node and table."""
        found = {}
        for node in self.nodes:
            for what, [[count]] in zip(UNFINISHED, node.read_all(UNFINISHED.values()), strict=True):
                found[f"{node.name} {what}"] = count
        return {what: count for what, count in found.items() if count}

    def settle(self, patience: float, *, every: float = 10.0) -> float:
        """Wait until nothing is under way, and return how long it took; pauses of jobs are cut short now and then."""
        began = hurried = time.monotonic()
        while left := self.under_way():
            assert time.monotonic() - began < patience, f"after {patience:.0f} s: {left}"
            if time.monotonic() - hurried > every:
                self.heal()
                hurried = time.monotonic()
            time.sleep(0.4)
        return time.monotonic() - began


_LIVE = "state IN ('waiting', 'running')"
UNFINISHED = {
    "outbox": "SELECT count(*) FROM exchange_outboxitem WHERE state IN ('new', 'packed', 'sent', 'consigned')",
    "inbox": "SELECT count(*) FROM exchange_inboxitem WHERE state IN ('announced', 'consigned', 'waiting')",
    "receipts": "SELECT count(*) FROM exchange_storedreceipt WHERE ours AND wanted",
    "jobs": f"SELECT count(*) FROM core_job WHERE {_LIVE} AND name LIKE 'exchange.%' AND slot = ''",  # noqa: S608
}


def plan(folder: Path, name: str, *, cases: list[str], messages: int, turn: str = "") -> Path:
    """Write which messages a node sends: tokens without doubles, over the cases in turn."""
    path = folder / f"{name}{turn}.plan.json"
    path.write_text(json.dumps([(f"{name}{turn}-{index}", cases[index % len(cases)]) for index in range(messages)]))
    return path
