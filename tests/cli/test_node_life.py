"""A node's life on the command line: made, looked at, backed up, proved, brought back; each as another process."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest
from tests.builders.commands import forked

from comity.cli.processes import Child, free_port

pytestmark = pytest.mark.processes
RUN = [sys.executable, "-m", "comity.cli"]
ENV = {**os.environ, "LC_ALL": "C.UTF-8"}
FOUNDERS = [
    "--administrator",
    "first=First Keeper",
    "--administrator",
    "second=Second Keeper",
    "--head",
    "head=The Head",
]


def comity(*arguments):
    return subprocess.run([*RUN, *map(str, arguments)], capture_output=True, text=True, check=False, env=ENV)


class Screen:
    """What a command shows while it waits for answers."""

    def __init__(self, stream):
        self.text = ""
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream):
        while piece := stream.read(1):
            self.text += piece


def init(folder, *, answer):
    """Run `comity init`, typing `answer(word)` for each word asked; return exit code, stdout and the paper's words."""
    command = [
        *RUN,
        "init",
        "--data",
        str(folder),
        "--node",
        "xa",
        "--state",
        "XA",
        "--name",
        "Central Authority of XA",
    ]
    with subprocess.Popen(
        [*command, "--name-zh", "XA 中央机关", *FOUNDERS, "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={key: value for key, value in ENV.items() if not key.startswith("COMITY_")},
    ) as process:
        screen, asked = Screen(process.stderr), 0
        while process.poll() is None:
            numbers = re.findall(r"Word (\d+) of the paper: ", screen.text)
            if len(numbers) > asked:
                word = re.search(rf"^\s+{numbers[asked]}  (\w+)", last_paper(screen), re.MULTILINE)[1]
                process.stdin.write(answer(word) + "\n")
                process.stdin.flush()
                asked += 1
            time.sleep(0.02)
        out = process.stdout.read()
        screen.thread.join()
    return process.returncode, out, re.findall(r"^\s+\d+  (\w+)", last_paper(screen), re.MULTILINE)


def last_paper(screen):
    """Return what was shown since the newest recovery paper."""
    return screen.text.split("RECOVERY KEY")[-1]


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """Return the folder of a node as `comity init` leaves it, what was printed, and the words of the paper."""
    node = tmp_path_factory.mktemp("founded") / "node"
    code, out, words = init(node, answer=lambda word: word)
    assert code == 0
    return node, json.loads(out), words


@pytest.fixture
def node(founded):
    """Return a copy of that folder for one test, where those of all tests lie."""
    copy = founded[0].with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    return shutil.copytree(founded[0], copy)


def test_a_node_is_made_backed_up_proved_and_brought_back(founded, node, tmp_path):
    _folder, made, words = founded
    assert re.fullmatch(r"(\d{5} ){7}\d{5}", made["fingerprint"])
    assert [officer["role"] for officer in made["officers"]] == ["administrator", "administrator", "head"]
    assert not any(words[0] in path.read_text(errors="ignore") for path in node.rglob("*.json"))
    before = json.loads(comity("doctor", "--data", node, "--json").stdout)
    assert {light["id"]: light["state"] for light in before["lights"]}["core.backup_proved"] == "red"
    backup, paper = tmp_path / "backup.age", tmp_path / "paper"
    assert comity("backup", backup, "--data", node).returncode == 0
    assert forked("backup", backup, "--data", node, node=node).returncode == 2
    paper.write_text("\n".join(words))
    proved = comity("restore", backup, "--identity", paper, "--data", node, "--verify", "--json")
    assert proved.returncode == 0, proved.stderr
    after = json.loads(forked("doctor", "--data", node, "--json", node=node).stdout)
    assert {light["id"]: light["state"] for light in after["lights"]}["core.backup_proved"] == "green"
    back = tmp_path / "back"
    restored = comity("restore", backup, "--identity", paper, "--data", back, "--json")
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["node"] == "xa"
    exported = comity("keys", "export", "--data", back, "-o", tmp_path / "xa.json")
    assert exported.returncode == 0, exported.stderr
    shown = json.loads(comity("keys", "show", tmp_path / "xa.json", "--json").stdout)
    assert shown["fingerprint"] == made["fingerprint"]


def test_a_node_is_not_made_when_the_paper_was_not_written_down(tmp_path):
    code, _out, _words = init(tmp_path / "node", answer=lambda word: word + "x")
    assert code == 1
    assert not (tmp_path / "node").exists()


def test_a_damaged_backup_is_not_proved_and_not_restored(founded, node, tmp_path):
    backup, paper = tmp_path / "backup.age", tmp_path / "paper"
    assert forked("backup", backup, "--data", node, node=node).returncode == 0
    paper.write_text(" ".join(founded[2]))
    raw = bytearray(backup.read_bytes())
    raw[len(raw) // 2] ^= 1
    backup.write_bytes(raw)
    verified = forked("restore", backup, "--identity", paper, "--data", node, "--verify", node=node)
    assert verified.returncode == 1, verified.stderr
    assert comity("restore", backup, "--identity", paper, "--data", tmp_path / "back").returncode == 1
    assert not (tmp_path / "back").exists()


def test_commands_say_where_a_node_would_have_to_be(tmp_path):
    for command in ("serve", "work", "doctor"):
        told = comity(command, "--data", tmp_path / "nothing")
        assert told.returncode == 3
        assert "comity init" in told.stderr


def wait_for_listener(port):
    """Wait until somebody answers at a port of this machine."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        time.sleep(0.1)
    raise TimeoutError(port)


def test_one_process_serves_a_node_and_another_one_takes_over_when_it_died(node, tmp_path):
    """Limits are counted in the memory of the server: a second one would double them."""
    arguments = ["serve", "--no-work", "--data", str(node), "--port"]
    ports = [free_port() for _ in range(3)]
    with subprocess.Popen([*RUN, *arguments, str(ports[0])], env=ENV, stderr=subprocess.DEVNULL) as first:
        wait_for_listener(ports[0])
        refused = comity(*arguments, ports[1], "--wait", 1)
        first.kill()
    assert refused.returncode == 3
    assert f"process {first.pid}" in refused.stderr
    assert "[E_SERVED]" in refused.stderr
    with Child("next", [*arguments, str(ports[2])], env={}, log=tmp_path / "next.log") as following:
        following.wait_ready(ports[2])


def test_server_does_not_share_its_port(node):
    """The kernel would give each of two servers half of the requests."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = listening.getsockname()[1]
        refused = comity("serve", "--no-work", "--data", node, "--port", taken)
    assert refused.returncode == 3
    assert f"port {taken}" in refused.stderr
    assert "[E_PORT]" in refused.stderr


def wait_for_worker(server, *, other_than=None):
    """Return the process that works beside a server: it leads a session of its own."""
    for _ in range(600):
        for child in server.children():
            if os.getsid(child.pid) == child.pid and child != other_than:
                return child
        time.sleep(0.05)
    raise TimeoutError(server)


def test_worker_beside_a_server_is_begun_anew_and_ends_with_it(node, tmp_path):
    port = free_port()
    with Child("both", ["serve", "--data", str(node), "--port", str(port)], env={}, log=tmp_path / "both.log") as both:
        server = psutil.Process(both.process.pid)
        worker = wait_for_worker(server)
        assert server.num_threads() == 1  # or what is forked from it could wait for ever for a thread that is not there
        worker.kill()
        second = wait_for_worker(server, other_than=worker)
        both.wait_ready(port)
        every = server.children(recursive=True)
        assert second in every
        assert len(every) == 3
        both.process.terminate()
        assert both.process.wait(30) == 0
        assert psutil.wait_procs(every, timeout=5)[1] == []
    assert (node / "work.log").stat().st_mode & 0o777 == 0o600
    assert "Serving" not in (node / "work.log").read_text()


def test_worker_and_server_end_when_the_one_that_keeps_them_is_killed(node, tmp_path):
    port = free_port()
    with Child("both", ["serve", "--data", str(node), "--port", str(port)], env={}, log=tmp_path / "both.log") as both:
        both.wait_ready(port)
        server = psutil.Process(both.process.pid)
        wait_for_worker(server)
        every = server.children(recursive=True)
        server.kill()
        assert psutil.wait_procs(every, timeout=20)[1] == []
