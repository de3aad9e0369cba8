import pytest

from comity.kernel.graph import Graph, GraphError, State, audit, by, needs


class Door(Graph):
    closed = State(initial=True, turn="ours")
    open = State(turn="theirs")
    gone = State(terminal=True, turn="nobody")
    closed >> open | by("porter", "head") | audit("door.opened")
    open >> closed | by("porter") | audit("door.closed")
    open >> gone | by("head") | needs("consultation", article="46(26)") | audit("door.removed")


def test_a_graph_reads_as_it_was_declared():
    edge = Door.edge("open", "gone")
    assert edge.roles == ("head",)
    assert edge.audit_code == "door.removed"
    assert [(need.value, need.article) for need in edge.needs] == [("consultation", "46(26)")]
    assert Door.initial.name == "closed"
    assert Door.reachable("gone") == {"gone"}
    assert Door.choices()[0] == ("closed", "closed")


@pytest.mark.parametrize(("source", "target"), [("closed", "gone"), ("gone", "open"), ("nowhere", "open")])
def test_a_move_that_is_not_declared_is_refused(source, target):
    with pytest.raises(GraphError) as refused:
        Door.edge(source, target)
    assert refused.value.code == "E_STATE"


def test_a_dead_end_is_refused_when_the_class_is_made():
    with pytest.raises(TypeError, match="dead end"):

        class Dead(Graph):
            a = State(initial=True)
            b = State()
            a >> b | audit("x")


def test_an_unreachable_state_is_refused():
    with pytest.raises(TypeError, match="cannot be reached"):

        class Lost(Graph):
            a = State(initial=True, terminal=True)
            b = State(terminal=True)


def test_a_move_without_audit_code_is_refused():
    with pytest.raises(TypeError, match="one audit code"):

        class Silent(Graph):
            a = State(initial=True)
            b = State(terminal=True)
            a >> b


def test_two_starts_and_doubled_moves_are_refused():
    with pytest.raises(TypeError, match="exactly one initial"):

        class Two(Graph):
            a = State(initial=True, terminal=True)
            b = State(initial=True, terminal=True)

    with pytest.raises(TypeError, match="two moves"):

        class Twice(Graph):
            a = State(initial=True)
            b = State(terminal=True)
            a >> b | audit("x")
            a >> b | audit("y")


def test_a_move_out_of_the_graph_is_refused():
    stranger = State(name="stranger")
    with pytest.raises(TypeError, match="out of the graph"):

        class Leaky(Graph):
            a = State(initial=True)
            b = State(terminal=True)
            a >> b | audit("x")
            a >> stranger | audit("y")
