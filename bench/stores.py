"""The file that `ingest.py` sends, and the servers of others that take it in: nginx, the tus server, and no server."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import socket
import subprocess
import time
from typing import TYPE_CHECKING, Self

import nodes
from tests.interop import npm

from comity.cli.processes import free_port
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEBI = 1024 * 1024
NGINX = """
daemon off; user root; worker_processes 1; pid nginx.pid; error_log stderr error;
events {{ worker_connections 16; }}
http {{
  access_log off; client_max_body_size 0; client_body_buffer_size 1m;
  client_body_temp_path body; proxy_temp_path a; fastcgi_temp_path b; uwsgi_temp_path c; scgi_temp_path d;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; location / {{ dav_methods PUT; }} }}
}}
"""
TUS = """
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const [port, directory] = process.argv.slice(2);
const server = new Server({
  path: "/files",
  datastore: new FileStore({ directory }),
  async onUploadFinish(_request, upload) {
    const file = await open(upload.storage.path, "r+");
    await file.sync();
    await file.close();
    const digest = createHash("sha256");
    for await (const block of createReadStream(upload.storage.path, { highWaterMark: 1 << 20 })) digest.update(block);
    return { headers: { "X-SHA256": digest.digest("hex") } };
  },
});
server.listen({ host: "127.0.0.1", port: Number(port) });
"""


class Source:
    """The file that is sent. Every round has other bytes, since a node need not take in what it holds."""

    def __init__(self, path: Path, size: int) -> None:
        self.path, self.size, self.sha256 = path, size, ""
        with path.open("wb") as file:
            for _ in range(size // MEBI):
                file.write(os.urandom(MEBI))

    def renew(self) -> None:
        """Change the first bytes; all of it is in memory afterwards."""
        with self.path.open("r+b") as file:
            file.write(os.urandom(64))
        with self.path.open("rb") as file:
            self.sha256 = hashlib.file_digest(file, "sha256").hexdigest()

    def send(
        self,
        client: http.client.HTTPConnection,
        method: str,
        path: str,
        headers: Mapping[str, str],
        stretch: tuple[int, int],
    ) -> http.client.HTTPResponse:
        """Send a stretch (its first byte and its size) as the body of one request."""
        start, size = stretch
        client.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": "localhost", **headers, "Content-Length": str(size)}.items():
            client.putheader(name, value)
        client.endheaders()
        if size:
            # Whoever refuses before all was sent says why in the answer.
            with self.path.open("rb") as file, contextlib.suppress(ConnectionError):
                client.sock.sendfile(file, start, size)
        answer = client.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        if answer.status not in {200, 201, 204}:
            raise SystemExit(f"{method} {path}: {answer.status} {answer.body[:300]!r}")  # type: ignore[attr-defined]
        return answer

    def demand(self, sha256: str, program: str) -> None:
        """Stop unless the program found the right digest."""
        if sha256 != self.sha256:
            raise SystemExit(f"{program} found another digest: {sha256}")


class Program:
    """A server of somebody else's, as a process of its own."""

    def __init__(self, name: str, command: list[str], folder: Path, port: int) -> None:
        self.name, self.folder, self.port = name, folder, port
        self.process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        self.processes = nodes.Processes(self.process.pid)
        self.client = http.client.HTTPConnection("127.0.0.1", port)
        end = time.monotonic() + 20
        while socket.socket().connect_ex(("127.0.0.1", port)):
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit(f"{name} did not start")
            time.sleep(0.05)

    def take(self, source: Source) -> float:
        """Send the file in one piece."""
        raise NotImplementedError

    def clean(self) -> None:
        """Remove what was stored."""
        empty(self.folder / "files")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(10)


class Nginx(Program):
    """nginx as Debian builds it, one worker, PUT to disk."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        (folder / "files").mkdir(parents=True)
        (folder / "nginx.conf").write_text(NGINX.format(port=port, folder=folder))
        super().__init__("nginx PUT", ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], folder, port)

    def take(self, source: Source) -> float:
        """One PUT, then `sync` and `sha256sum` of the file."""
        name = str(new_id())
        source.send(self.client, "PUT", f"/{name}", {}, (0, source.size))
        before = os.times()
        path = self.folder / "files" / name
        subprocess.run(["sync", path], check=True)
        digest = subprocess.run(["sha256sum", path], check=True, capture_output=True, text=True).stdout.split()[0]
        after = os.times()
        source.demand(digest, self.name)
        return after.children_user + after.children_system - before.children_user - before.children_system


class Tus(Program):
    """The reference tus server in Node, storing to disk."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        (folder / "files").mkdir(parents=True)
        (folder / "tus.mjs").write_text(TUS)
        (folder / "node_modules").symlink_to(npm.modules())
        super().__init__("tus server", ["node", "tus.mjs", str(port), "files"], folder, port)

    def take(self, source: Source) -> float:
        """Create, then one PATCH, in whose answer the server names the digest."""
        headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(source.size)}
        made = source.send(self.client, "POST", "/files", headers, (0, 0))
        path = "/" + made.headers["Location"].split("/", 3)[3]
        said = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
        answer = source.send(self.client, "PATCH", path, said, (0, source.size))
        source.demand(answer.headers["X-SHA256"], self.name)
        return 0.0


class Floor:
    """No server at all: one process that copies, syncs and digests the file, to show what the disk allows."""

    name = "no server"
    processes = nodes.Processes(os.getpid())
    client = http.client.HTTPConnection("localhost")  # never opened

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.path = folder / "copy"

    def take(self, source: Source) -> float:
        """Copy in blocks of a mebibyte, digesting each; fsync at the end."""
        digest = hashlib.sha256()
        with source.path.open("rb", buffering=0) as reader, self.path.open("wb", buffering=0) as writer:
            while block := reader.read(MEBI):
                writer.write(block)
                digest.update(block)
            os.fsync(writer.fileno())
        source.demand(digest.hexdigest(), self.name)
        return 0.0

    def clean(self) -> None:
        """Remove the copy."""
        empty(self.path.parent)


def empty(folder: Path) -> None:
    """Remove every file below `folder`; the folders stay."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
