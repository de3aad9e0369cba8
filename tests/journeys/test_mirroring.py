"""A real hub passes a document, digests and a decision tree on, over HTTP, to a node that follows it: this process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from tests.builders.channels import a_tree
from tests.builders.hub_libraries import a_paper
from tests.builders.node_folder import use_node_folder
from tests.builders.people import an_actor
from tests.chaos.processes import clean_env

from comity.cli.demo import stage, world
from comity.cli.demo.laws import DIGESTS
from comity.cli.demo.steps import Steps
from comity.cli.processes import free_port
from comity.core.files.reader import read_file
from comity.core.roles import Role
from comity.directory.channels import known_tree
from comity.directory.trees.taking import Looked
from comity.exchange import directories, library_source, tree_source
from comity.kernel.clock import utc_now
from comity.library.models import Digest, Manifestation
from comity.seal.timestamp import DemoAuthority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.processes, pytest.mark.django_db, pytest.mark.usefixtures("socket_enabled")]
PATIENCE = 90.0  # seconds: the list is made once a minute


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[stage.Place]:
    """A hub that runs, with a founded directory, one document and a decision tree of its own."""
    place = stage.Place(world.HUB, tmp_path / "hub", free_port(), [])
    (tmp_path / "paper.txt").write_bytes(a_paper(1))
    plan = {
        "hub": True, "node": asdict(place.node), "people": [asdict(one) for one in world.cast(place.node)[:3]],
        "url": place.peer_url, "hosts": ["127.0.0.1"], "library": [str(tmp_path / "paper.txt")],
        "time_authority": {
            "url": "http://127.0.0.1:9/", "pem": DemoAuthority.generate("T", now=utc_now()).certificate_pem.decode(),
        },
    }  # fmt: skip
    with Steps(place.folder, env=clean_env()) as steps:
        steps.take(plan)
        steps.take({"publish": {}})
        (tmp_path / "channels.toml").write_text(a_tree(), encoding="utf-8")
        steps.take({"tree": str(tmp_path / "channels.toml")})
    with (tmp_path / "serve.log").open("wb") as log:
        command = [sys.executable, "-m", "comity.cli", "serve", "--data", str(place.folder), "--port", str(place.port)]
        process = subprocess.Popen(command, env=clean_env(), stdout=log, stderr=log, start_new_session=True)
    try:
        yield place
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def channel_at(folder: Path) -> tuple[str, str]:
    """Which tree `comity law channel` asks for the node in a folder, and where that comes from."""
    command = [sys.executable, "-m", "comity.cli", "law", "channel", "--data", str(folder), "--json"]
    told = json.loads(subprocess.run(command, env=clean_env(), capture_output=True, check=True).stdout)
    return told["version"], told["source"]


def test_what_a_running_hub_passes_on_comes_to_the_node(hub: stage.Place, tmp_path: Path, settings: SettingsWrapper):
    use_node_folder(settings, tmp_path / "xb", "xb")
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True})
    root = (hub.folder / "directory" / "metadata" / "1.root.json").read_bytes()
    ada, hana = an_actor(Role.ADMINISTRATOR, login="ada"), an_actor(Role.HEAD, login="hana")
    found = directories.propose_directory(actor=ada, root=root, url=f"{hub.peer_url}/directory", now=utc_now())
    directory = directories.confirm_directory(
        actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=utc_now()
    )
    wanted, taken, end = 1 + len(DIGESTS), 0, time.monotonic() + PATIENCE  # no law was compared by a second person yet
    while taken < wanted and time.monotonic() < end:
        looked = library_source.take(directory, now=utc_now())
        assert looked.trouble in {"", "E_MIRROR_AWAY", "E_MIRROR_NONE"}  # the last two before it has a list
        taken += looked.taken
        time.sleep(0.5)
    assert (looked.trouble, taken) == ("", wanted)
    assert sorted(Digest.objects.values_list("title", flat=True)) == sorted(title for _, title, *_ in DIGESTS)
    assert tree_source.take(directory, now=utc_now()).taken == "secretariat-1"
    assert (known_tree().tree.version, known_tree().source) == channel_at(hub.folder) == ("secretariat-1", "hub")
    assert directories.look(directory, now=utc_now()).trouble == ""
    assert library_source.take(directory, now=utc_now()).trouble == ""  # by the root as it was verified
    assert tree_source.take(directory, now=utc_now()) == Looked()  # the same tree, by the same root
    assert a_paper(1) in [read_file(one.file, limit=1 << 20) for one in Manifestation.objects.select_related("file")]
