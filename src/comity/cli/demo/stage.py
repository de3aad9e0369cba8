"""Setting the stage: two nodes in folders of their own, a local time-stamp authority, and all their processes."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self
from wsgiref.simple_server import WSGIRequestHandler, make_server

from comity.cli.answers import CommandError, Exit, say
from comity.cli.demo import world
from comity.cli.demo.authorities import FACTS, authorities, authorities_at_the_hub
from comity.cli.demo.pages import Person
from comity.cli.demo.shelf import FROM_THE_HUB, documents
from comity.cli.demo.steps import PreparingError, Steps
from comity.cli.processes import Child, free_port
from comity.kernel.clock import utc_now
from comity.kernel.languages import Text
from comity.seal.timestamp import DemoAuthority, wsgi

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FOUNDING = Text(en="Preparing two nodes of two invented States …", zh="正在准备两个虚构国家的两个节点……")
STARTING = Text(en="Starting the nodes …", zh="正在启动节点……")
FAILED = Text(en="Preparing the node {node} failed: {reason}", zh="准备节点 {node} 失败：{reason}")
CAST_FILE = "people.json"
TABLES = "{kind}.tables"  # empty tables that nodes of a kind share while they are made
STAMPS_FILE = "time-authority.pem"
HOLIDAYS = (11, 32)  # days from now on which nobody works, so that the calendar has some


class Silent(WSGIRequestHandler):
    """A request handler that writes no log."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name the library gives it)
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """One node of the stage: where it lives and where it is reached."""

    node: world.Node
    folder: Path
    port: int
    people: list[world.Officer]

    @property
    def url(self) -> str:
        """Address for officers."""
        return f"http://{self.node.id}.localhost:{self.port}"

    @property
    def peer_url(self) -> str:
        """Address for peers."""
        return f"http://127.0.0.1:{self.port}"

    def person(self, role: str) -> Person:
        """Return an officer of the role, with an own browser, not yet signed in."""
        one = next(officer for officer in self.people if officer.role == role)
        return Person(
            url=self.url,
            login=one.login,
            password=one.password,
            totp_secret=one.totp_secret,
            passphrase=one.signing_passphrase,
        )


class Stage:
    """Two nodes with their processes, and a hub where it has a port; a context manager that leaves nothing running."""

    def __init__(self, folder: Path, ports: tuple[int, int], *, hub_port: int = 0) -> None:
        self.folder = folder
        hub = Place(world.HUB, folder / world.HUB.id, hub_port, [])
        self.hub = hub if hub_port and (hub.folder.is_dir() or not self.is_founded()) else None
        self.places = [Place(node, folder / node.id, port, []) for node, port in zip(world.NODES, ports, strict=True)]
        self.children: list[Child] = []
        self._steps: dict[Path, Steps] = {}
        self.authority = self._time_authority()
        self._stamps = make_server("127.0.0.1", self._stamp_port(), wsgi(self.authority), handler_class=Silent)

    @property
    def all_places(self) -> list[Place]:
        """Both nodes, then the hub if there is one."""
        return [*self.places, *([self.hub] if self.hub else [])]

    def place(self, node_id: str) -> Place:
        """Return the node with that short name."""
        return next(place for place in self.places if place.node.id == node_id)

    def is_founded(self) -> bool:
        """Say whether the nodes were made before."""
        return (self.folder / CAST_FILE).is_file()

    def peer_file(self, node_id: str) -> Path:
        """Return the path of a node's key file."""
        return self.folder / f"{node_id}.peer.json"

    def found(self) -> None:
        """Make both nodes and their casts, and let each pin the other; or read what was made before."""
        if self.is_founded():
            known = json.loads((self.folder / CAST_FILE).read_text())
            for place in self.all_places:
                place.people[:] = [world.Officer(**one) for one in known if one["node"] == place.node.id]
            return
        say(FOUNDING)
        self._drop_tables()
        with ThreadPoolExecutor(3) as every, ExitStack() as kept:
            self._steps = {place.folder: kept.enter_context(Steps(place.folder)) for place in self.all_places}
            *files, hub_key = [*every.map(self._found_one, self.all_places), *([] if self.hub else [""])]
            for place, key_file in zip(self.places, files, strict=True):
                self.peer_file(place.node.id).write_text(key_file)
            if self.hub:
                listed = {place.node.state: file for place, file in zip(self.places, files, strict=True)}
                shelf = {"authorities": authorities_at_the_hub(), "facts": [], "edition": True}
                self._step(self.hub, {"publish": listed, **shelf})
            list(every.map(partial(self._furnish, hub_key=hub_key), self.places, reversed(files)))
        self._drop_tables()
        cast = [asdict(officer) for place in self.all_places for officer in place.people]
        (self.folder / CAST_FILE).touch(mode=0o600)
        (self.folder / CAST_FILE).write_text(json.dumps(cast, ensure_ascii=False))

    def found_alone(self, place: Place) -> None:
        """Make one node and its cast, which knows nobody."""
        with Steps(place.folder) as self._steps[place.folder]:
            self._found_one(place)

    def _drop_tables(self) -> None:
        """Drop what nodes shared while they were made: an older version may have left other tables."""
        for shared in self.folder.glob(TABLES.format(kind="*") + "*"):
            shared.unlink()

    def _found_one(self, place: Place) -> str:
        place.people[:] = world.cast(place.node)
        plan = {
            "hub": place is self.hub,
            "node": asdict(place.node),
            "people": [asdict(officer) for officer in place.people],
            "url": place.peer_url,
            "hosts": [f"{place.node.id}.localhost", "localhost", "127.0.0.1"],
            "holidays": [f"{utc_now().date() + timedelta(days=ahead)}" for ahead in HOLIDAYS],
            "time_authority": {"url": self._stamp_url(), "pem": self.authority.certificate_pem.decode()},
            "tables": str(self.folder / TABLES.format(kind="hub" if place is self.hub else "node")),
            "library": [str(path) for path in self._shelf(place)],
        }
        return str(self._step(place, plan)["key_file"])

    def _shelf(self, place: Place) -> list[Path]:
        """Return the documents to load: the newest of ours at the hub alone; what is played alone needs none."""
        if self.hub is None:
            return []
        return documents() if place is self.hub else [one for one in documents() if one.name not in FROM_THE_HUB]

    def _furnish(self, place: Place, key_file: str, *, hub_key: str) -> None:
        """Let a node know the other, by the hub's directory or by its key file, and fill its own directory."""
        knows: dict[str, Any] = {"pin": key_file}
        if self.hub:
            lies = {"folder": str(self.hub.folder / "directory"), "url": f"{self.hub.peer_url}/directory"}
            knows = {"follow": {**lies, "hub": self.hub.peer_url, "hub_key": hub_key}}
        self._step(place, {**knows, "authorities": authorities(), "facts": list(FACTS)})

    def _step(self, place: Place, plan: dict[str, Any]) -> dict[str, Any]:
        """Take one step of preparing a node."""
        try:
            return self._steps[place.folder].take(plan)
        except PreparingError as error:
            raise CommandError("E_DEMO", FAILED, Exit.CANNOT_HERE, node=place.node.id, reason=error.detail) from error

    def _time_authority(self) -> DemoAuthority:
        """Return the stage's own time-stamp authority, the same after a restart."""
        kept = self.folder / STAMPS_FILE
        if not kept.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            kept.touch(mode=0o600)
            kept.write_bytes(DemoAuthority.generate("Demo", now=utc_now()).to_pem())
        return DemoAuthority.from_pem(kept.read_bytes())

    def _stamp_port(self) -> int:
        """Return the authority's port: the one the nodes were told, if they were made before."""
        told = self.folder / world.NODES[0].id / "node.json"
        if told.is_file():
            return int(json.loads(told.read_text())["time_authorities"][0].rsplit(":", 1)[1].strip("/"))
        return free_port()

    def _stamp_url(self) -> str:
        return f"http://127.0.0.1:{self._stamps.server_port}/"

    def start(self, *, only: Sequence[str] = ()) -> None:
        """Start everything, or `only` these nodes, and wait until all answer."""
        say(STARTING)
        places = [place for place in self.all_places if not only or place.node.id in only]
        for place in places:
            arguments = ["serve", "--data", str(place.folder), "--port", str(place.port)]
            self.children.append(Child(place.node.id, arguments, env={}, log=place.folder / "serve.log"))
        for child, place in zip(self.children, places, strict=True):
            child.wait_ready(place.port)

    def __enter__(self) -> Self:
        threading.Thread(target=self._stamps.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stamps.shutdown()
        self._stamps.server_close()
        if self.children:
            with ThreadPoolExecutor(len(self.children)) as every:  # each takes a second or two to let its work end
                list(every.map(Child.stop, self.children))
