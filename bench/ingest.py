"""Taking in one large file over loopback: ours, which seals or checks it, beside nginx and the tus server.

    python bench/ingest.py [--size MiB] [--small MiB] [--repeat 3] [--json FILE]

Everybody answers for the same: the file is on the disk (fsync) and its SHA-256 is known. Ours are the upload of a
browser (parts as large as the node takes, in turn, then the form that attaches the evidence) and what a peer node sends
(envelope, parts, receipt), both against the real `comity serve`, which also seals or checks every byte. nginx takes
one PUT to disk and the tus server one PATCH; fsync and digest follow, by the programs of coreutils for nginx and in the
server for tus. The client is the same for all, and its sending costs next to nothing (sendfile).

Wall time is by the client's clock; CPU seconds are those of the server's processes; memory is the high-water mark of
the server's largest process, set back before each file. Each round begins with another program and the best is kept.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from comity.kernel.ids import new_id

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import nodes  # noqa: E402 (beside this file)
from stores import MEBI, Floor, Nginx, Source, Tus, empty  # noqa: E402 (the same)
from tests.interop import npm  # noqa: E402 (fetches by name, version and digest)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.cli.demo.stage import Stage

WARM = 4
ROUNDS_UNTIL = 90.0  # seconds after which no further round begins
PEERS = ("nginx PUT", "tus server")
TOOLS = ("nginx", "node", "npm", "sha256sum", "sync")


@dataclass
class Figure:
    """One program taking in one file; of several runs the best of each number, of memory the highest."""

    program: str
    size_mib: int
    wall_seconds: float
    mb_per_second: float
    cpu_seconds: float
    mb_per_cpu_second: float
    peak_rss_mib: float


class Target(Protocol):
    """A server that takes in a file."""

    name: str
    processes: nodes.Processes
    client: http.client.HTTPConnection

    def take(self, source: Source) -> float:
        """Send the file; return further CPU seconds of programs that are not among `processes`."""

    def clean(self) -> None:
        """Remove what was stored."""


class Browser:
    """`comity serve` and an officer's browser."""

    name = "comity browser"

    def __init__(self, stage: Stage) -> None:
        place = stage.place("xb")
        self.folder = place.folder
        self.processes = nodes.Processes(stage.children[1].process.pid)
        self.url = nodes.inside(place.folder, seed_measure)
        self.officer = place.person("executing_authority")
        self.officer.sign_in()
        self.client = http.client.HTTPConnection("127.0.0.1", place.port)

    def take(self, source: Source) -> float:
        """Begin, put the parts, finish with the form."""
        said = {"name": "bank.bin", "type": "application/octet-stream", "size": source.size, "key": ""}
        plain = {"content-type": "application/json"}
        begun = json.loads(self.officer.raw("POST", self.url, body=json.dumps(said).encode(), headers=plain).body)
        token = next(value for name, value in self.officer.cookies.items() if name.endswith("csrf"))
        headers = {
            "Host": self.officer.url.removeprefix("http://"),
            "Origin": self.officer.url,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.officer.cookies.items()),
            "X-CSRFToken": token,
            "Content-Type": "application/octet-stream",
        }
        start = begun["offset"]
        while start < source.size:
            size = min(begun["part"], source.size - start)
            span = {"Content-Range": f"bytes {start}-{start + size - 1}/{source.size}"}
            answer = source.send(self.client, "PUT", begun["url"], headers | span, (start, size))
            start = int(answer.headers["Upload-Offset"])
        form = {"content-type": "application/x-www-form-urlencoded"}
        done = self.officer.raw("POST", begun["finish"], body=b"collector=An+officer", headers=form)
        if done.status != 200:
            raise SystemExit(f"finish: {done.status} {done.text}")
        source.demand(
            nodes.read_one(self.folder, "select sha256 from core_storedfile order by id desc limit 1"), self.name
        )
        return 0.0

    def clean(self) -> None:
        """Give the disk its room back, as the others do."""
        empty(self.folder / "files")


class Peer:
    """`comity serve` and a peer node."""

    name = "comity peer"

    def __init__(self, stage: Stage) -> None:
        self.sender, self.receiver, place = stage.place("xa").folder, stage.place("xb").folder, stage.place("xb")
        self.processes = nodes.Processes(stage.children[1].process.pid)
        self.client = http.client.HTTPConnection("127.0.0.1", place.port)
        self.envelope, self.message_id, self.package = b"", "", b""

    def prepare(self, source: Source) -> None:
        """Sign the envelope: what a sender has done long before it sends."""
        self.package = os.urandom(64 * 1024)
        package = hashlib.sha256(self.package).hexdigest(), len(self.package)
        self.message_id = str(new_id())
        self.envelope = nodes.inside(self.sender, sign_item, self.message_id, package, (source.sha256, source.size))

    def take(self, source: Source) -> float:
        """Announce, put what is missing, complete until there is a receipt."""
        told = json.loads(self._ask("POST", "/peer/v1/envelopes", self.envelope))
        ticket = {"Authorization": f"Comity {told['ticket']}", "Content-Type": "application/octet-stream"}
        for item in told["missing"]:
            path, total = f"/peer/v1/items/{item['sha256']}", item["size"]
            for start in range(0, total, told["part"]):
                size = min(told["part"], total - start)
                headers = ticket | {"Content-Range": f"bytes {start}-{start + size - 1}/{total}"}
                if item["sha256"] == source.sha256:
                    source.send(self.client, "PUT", path, headers, (start, size))
                else:
                    self._ask("PUT", path, self.package, headers)
        path = f"/peer/v1/envelopes/{self.message_id}/complete"
        while not (answer := self._ask("POST", path, b"", ticket)):
            time.sleep(0.02)
        if not json.loads(answer)["receipts"]:
            raise SystemExit("no receipt")
        return 0.0

    def clean(self) -> None:
        """Give the disk its room back, as the others do."""
        empty(self.receiver / "exchange")

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str] = {}) -> bytes:
        self.client.request(method, path, body, dict(headers))
        answer = self.client.getresponse()
        data = answer.read()
        if answer.status not in {200, 201, 202, 204}:
            raise SystemExit(f"{method} {path}: {answer.status} {data[:300]!r}")
        return b"" if answer.status == 202 else data or b"{}"


def seed_measure(folder: Path) -> str:
    """Make a request of XB's that is being executed, and give its measure to the executing officer; return its door."""
    nodes.enter_node(folder)
    from django.urls import reverse  # noqa: PLC0415 (the node is entered first)

    from comity.cases.models import Assignment, Case, Measure  # noqa: PLC0415
    from comity.core.officers.queries import officers_with  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415
    from comity.kernel.clock import utc_now  # noqa: PLC0415

    now = utc_now()
    officer, giver = (officers_with(role)[0] for role in (Role.EXECUTING_AUTHORITY, Role.CASE_OFFICER))
    case = Case.objects.create(
        direction="incoming", our_reference="XB/2026/9999", title="A request", counterpart="xa", counterpart_state="XA",
        step="executing", turn_since=now, created_at=now, changed_at=now,
    )  # fmt: skip
    measure = Measure.objects.create(
        case=case, kind="bank_records", module="bank_records", state="in_execution", state_since=now, changed_at=now
    )
    Assignment.objects.create(measure=measure, officer=officer, assigned_at=now, assigned_by=giver)
    return reverse("cases:evidence-upload", args=[case.pk, measure.measure_id])


def sign_item(folder: Path, message_id: str, package: tuple[str, int], item: tuple[str, int]) -> bytes:
    """Return XA's signed envelope to XB about a package and one item of evidence."""
    nodes.enter_node(folder)
    from datetime import timedelta  # noqa: PLC0415
    from uuid import UUID  # noqa: PLC0415

    from comity.core.keys import node_keys  # noqa: PLC0415
    from comity.kernel.clock import utc_now  # noqa: PLC0415
    from comity.seal.envelope import BlobRef, Envelope, sign_envelope  # noqa: PLC0415

    now = utc_now()
    envelope = Envelope(
        message_id=UUID(message_id), from_node="xa", to_node="xb", sha256=package[0], size=package[1],
        blobs=(BlobRef(*item),), created=now, expires_at=now + timedelta(days=1), chain_id=new_id(), seq=1,
    )  # fmt: skip
    return sign_envelope(envelope, node_keys().signing_pair(now))


def measure(target: Target, source: Source) -> Figure:
    """Send the file once."""
    source.renew()
    if isinstance(target, Peer):
        target.prepare(source)
    target.client.close()  # a server may have given up an idle connection; the next request opens another
    os.sync()
    target.processes.reset_peak()
    spent = target.processes.cpu()
    began = time.perf_counter()
    further = target.take(source)
    wall = time.perf_counter() - began
    cpu = target.processes.cpu() - spent + further
    megabytes, peak = source.size / 1e6, target.processes.peak()
    target.clean()
    return Figure(target.name, source.size // MEBI, wall, megabytes / wall, cpu, megabytes / cpu, peak)


def better(one: Figure, other: Figure | None) -> Figure:
    """Return the best of each number, and the most memory."""
    if other is None:
        return one
    return replace(
        one,
        wall_seconds=min(one.wall_seconds, other.wall_seconds),
        mb_per_second=max(one.mb_per_second, other.mb_per_second),
        cpu_seconds=min(one.cpu_seconds, other.cpu_seconds),
        mb_per_cpu_second=max(one.mb_per_cpu_second, other.mb_per_cpu_second),
        peak_rss_mib=max(one.peak_rss_mib, other.peak_rss_mib),
    )


def run(sizes: tuple[int, int], rounds: int) -> list[Figure]:
    """Measure everything: the small file once, the large one in every round, as many as there is time for."""
    best: dict[tuple[str, int], Figure] = {}
    last_round = time.monotonic() + ROUNDS_UNTIL
    nodes.touch(WARM * sizes[1] * MEBI)
    with nodes.two_nodes() as stage, contextlib.ExitStack() as stack:
        folder = stage.folder
        peers = [stack.enter_context(Nginx(folder / "nginx")), stack.enter_context(Tus(folder / "tus"))]
        targets: list[Target] = [Browser(stage), Peer(stage), *peers, Floor(folder / "floor")]
        small, large = (Source(folder / f"source-{size}", size * MEBI) for size in sizes)
        for target in targets:
            best[target.name, sizes[0]] = measure(target, small)
        for number in range(rounds):
            if number and time.monotonic() > last_round:
                break
            begin = number % len(targets)
            for target in targets[begin:] + targets[:begin]:
                key = target.name, sizes[1]
                best[key] = better(measure(target, large), best.get(key))
        return [best[target.name, size] for target in targets for size in sizes]


def ratios(figures: list[Figure], size: int) -> dict[str, float]:
    """Return ours to the better of the peers."""
    large = {one.program: one for one in figures if one.size_mib == size}
    found = {}
    for name in (Browser.name, Peer.name):
        wall = max(large[peer].mb_per_second for peer in PEERS)
        cpu = max(large[peer].mb_per_cpu_second for peer in PEERS)
        found[f"{name}, wall, to the better of {' and '.join(PEERS)}"] = round(large[name].mb_per_second / wall, 2)
        found[f"{name}, CPU, to the better of {' and '.join(PEERS)}"] = round(large[name].mb_per_cpu_second / cpu, 2)
    return found


def about() -> dict[str, str]:
    """Return what was measured, with versions."""
    found = nodes.versions("granian", "django", "cryptography")
    for tool in TOOLS:
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is not installed; on Debian: apt-get install nginx-light nodejs npm coreutils")
    found["nginx"] = (
        subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.split("/")[-1].strip()
    )
    found["node"] = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return found | {name: version for name, version, _ in npm.wanted() if name in {"@tus/server", "@tus/file-store"}}


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description="Taking in one large file over loopback, beside nginx and tus.")
    parser.add_argument("--size", type=int, default=512, help="size of the large file in MiB (512)")
    parser.add_argument("--small", type=int, default=64, help="size of the small file in MiB, for the memory (64)")
    parser.add_argument("--repeat", type=int, default=3, help="rounds at most, of which the best counts (3)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    versions = about()
    figures = run((options.small, options.size), options.repeat)
    print(nodes.heading(f"best of {options.repeat}", versions))
    print(f"{'program':<18}{'MiB':>6}{'wall s':>9}{'MB/s':>8}{'CPU s':>8}{'MB/CPU s':>10}{'peak MiB':>10}")
    for one in figures:
        print(
            f"{one.program:<18}{one.size_mib:>6}{one.wall_seconds:>9.2f}{one.mb_per_second:>8.0f}"
            f"{one.cpu_seconds:>8.2f}{one.mb_per_cpu_second:>10.0f}{one.peak_rss_mib:>10.0f}"
        )
    compared = ratios(figures, options.size)
    print()
    for name, ratio in compared.items():
        print(f"{name}: {ratio:.2f}")
    found: dict[str, Any] = {"repeat": options.repeat, "versions": versions, "ratios": compared}
    nodes.write_json(options.json, found | {"figures": [asdict(one) for one in figures]})


if __name__ == "__main__":
    main()
