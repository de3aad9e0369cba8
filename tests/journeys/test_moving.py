"""Two real nodes move a case from letter to Comity: both know one case and count it once, or know that it is two."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.processes import Ground
from tests.chaos import ground

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.processes


class Nodes:
    """Both nodes, and the media that go between them."""

    def __init__(self, nodes: dict[str, Ground], media: Path) -> None:
        self.nodes, self.media = nodes, media
        self.written: dict[str, Path] = {}

    def tell(self, node: str, **told: Any) -> dict[str, Any]:
        """Do something in one node, in a process of its own."""
        peer = "xb" if node == "xa" else "xa"
        said = self.nodes[node].run("tests.journeys.moving_node", json.dumps({"peer": peer, **told}))
        answer: dict[str, Any] = json.loads(said)
        return answer

    def trade(self, node: str, **told: Any) -> dict[str, Any]:
        """Do something in one node, after it took in what the other wrote last, and before it writes what waits."""
        peer = "xb" if node == "xa" else "xa"
        read = str(self.written[peer]) if peer in self.written else ""
        self.written[node] = self.media / f"{node}-{len(list(self.media.iterdir()))}"
        answer = self.tell(node, read=read, write=str(self.written[node]), **told)
        assert answer["refused"] == {}
        assert answer["failed"] == []
        return answer

    def case(self, node: str, key: str) -> dict[str, Any]:
        """Say how a case stands in a node."""
        found: dict[str, Any] = self.tell(node, step="look")["cases"][key]
        return found


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ground]]:
    """Where the nodes of each test lie, so that what does a step in them is loaded once."""
    folder = tmp_path_factory.mktemp("nodes")
    made = {name: Ground(folder / name) for name in ("xa", "xb")}
    yield made
    for node in made.values():
        node.close()


@pytest.fixture
def nodes(places: dict[str, Ground], tmp_path: Path) -> Nodes:
    """Both nodes as they were founded."""
    for name, node in places.items():
        shutil.rmtree(node.folder, ignore_errors=True)
        shutil.copytree(ground.founded().folder / name, node.folder)
    return Nodes(places, tmp_path)


@pytest.mark.timeout(600)
def test_both_nodes_know_one_case_and_go_on_by_comity(nodes: Nodes):
    asked = nodes.trade("xa", step="begin_asking")
    former = nodes.tell("xb", step="begin_asked", reference=asked["reference"])
    before = nodes.tell("xb", step="look")
    nodes.trade("xb")
    claimed = nodes.tell("xb", step="look")
    assert claimed["flow"] == before["flow"] == [0, 1, 0, 1], "a claim is counted nowhere"
    nodes.tell("xb", step="join", case=asked["case"], former=former["case"])
    nodes.trade("xb")
    nodes.trade("xa")
    ours, theirs = nodes.tell("xa", step="look"), nodes.tell("xb", step="look")
    assert ours["flow"] == theirs["flow"] == [0, 1, 0, 1]
    assert set(ours["cases"]) == set(theirs["cases"]) == {asked["case"]}
    one, other = ours["cases"][asked["case"]], theirs["cases"][asked["case"]]
    assert (one["step"], other["step"]) == ("acknowledged", "registered")
    assert (one["ours"], one["theirs"]) == (other["theirs"], other["ours"]) == (asked["reference"], former["reference"])
    assert one["measures"] == other["measures"]
    assert other["arrived"] == before["cases"][former["case"]]["arrived"], "the clock of the letter"
    nodes.tell("xa", step="ask", case=asked["case"])
    nodes.trade("xa")
    nodes.trade("xb")
    assert nodes.case("xb", asked["case"])["asked"]


@pytest.mark.timeout(600)
def test_both_nodes_know_that_a_pair_was_joined_by_mistake(nodes: Nodes):
    asked = nodes.trade("xa", step="begin_asking")
    former = nodes.tell("xb", step="begin_asked", reference=asked["reference"])
    before = nodes.case("xb", former["case"])
    nodes.trade("xb")
    nodes.tell("xb", step="join", case=asked["case"], former=former["case"])
    nodes.trade("xb")
    nodes.trade("xa")
    told = nodes.tell("xb", step="separate", case=asked["case"])
    nodes.trade("xb")
    nodes.trade("xa")
    ours, theirs = nodes.tell("xa", step="look"), nodes.tell("xb", step="look")
    one, other = ours["cases"][asked["case"]], theirs["cases"][asked["case"]]
    assert told["reference"] != former["reference"]
    assert (one["ours"], one["theirs"]) == (other["theirs"], other["ours"]) == (asked["reference"], told["reference"])
    assert (one["step"], other["step"]) == ("acknowledged", "registered")
    assert theirs["cases"][former["case"]] == before, "the case of the letter is as it was"
    assert (ours["flow"], theirs["flow"]) == ([0, 1, 0, 1], [0, 2, 0, 2])
    nodes.tell("xa", step="ask", case=asked["case"])
    nodes.trade("xa")
    nodes.trade("xb")
    assert [nodes.case("xb", one["case"])["asked"] for one in (asked, former)] == [True, False]


@pytest.mark.timeout(600)
def test_both_nodes_know_that_it_goes_on_by_letter(nodes: Nodes):
    asked = nodes.trade("xa", step="begin_asking")
    former = nodes.tell("xb", step="begin_asked", reference=asked["reference"])
    nodes.trade("xb")
    nodes.tell("xb", step="leave", case=asked["case"])
    nodes.trade("xb")
    nodes.trade("xa")
    ours, theirs = nodes.tell("xa", step="look"), nodes.tell("xb", step="look")
    assert ours["flow"] == theirs["flow"] == [0, 1, 0, 1]
    assert ours["cases"][asked["case"]]["by_letter"]
    assert ours["cases"][asked["case"]]["step"] == "sent"
    assert theirs["cases"][former["case"]]["by_letter"]
    assert theirs["cases"][asked["case"]]["step"] == "returned"
