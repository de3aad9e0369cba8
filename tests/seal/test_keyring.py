from __future__ import annotations

import pytest

from comity.seal.errors import SealError
from comity.seal.keyring import KeyRing
from tests.builders.keys import key_ring, peer_file


def test_ring_knows_only_whom_it_was_given():
    ring = key_ring("xa")
    assert ring.peer("xa") is peer_file("xa")
    assert "xa" in ring
    assert "xb" not in ring
    assert (len(ring), list(ring)) == (1, [peer_file("xa")])
    with pytest.raises(SealError, match="E_SENDER"):
        ring.peer("xb")


def test_ring_refuses_two_files_of_one_node():
    with pytest.raises(ValueError, match="two key files of xa"):
        KeyRing([peer_file("xa"), peer_file("xa")])


def test_ring_that_is_empty_knows_nobody():
    assert len(KeyRing()) == 0
