"""A real hub passes a document and digests on, over HTTP, to a node that follows its directory: this process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
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
from comity.exchange import directories, library_source
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
    """A hub that runs, with a founded directory and one document."""
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
    with (tmp_path / "serve.log").open("wb") as log:
        command = [sys.executable, "-m", "comity.cli", "serve", "--data", str(place.folder), "--port", str(place.port)]
        process = subprocess.Popen(command, env=clean_env(), stdout=log, stderr=log, start_new_session=True)
    try:
        yield place
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


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
    assert directories.look(directory, now=utc_now()).trouble == ""
    assert library_source.take(directory, now=utc_now()).trouble == ""  # by the root as it was verified
    assert a_paper(1) in [read_file(one.file, limit=1 << 20) for one in Manifestation.objects.select_related("file")]
