"""While a process loads, nobody looks for garbage; what it loaded is never looked at again."""

import gc

import pytest

from comity.cli.loading import loading


@pytest.fixture(autouse=True)
def _as_before():
    yield
    gc.unfreeze()
    gc.enable()


def test_the_collector_rests_while_loading_and_passes_by_what_was_loaded():
    gc.unfreeze()
    with loading():
        assert not gc.isenabled()
        loaded = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(loaded)


def test_the_collector_works_again_after_what_cannot_be_loaded():
    with pytest.raises(ImportError), loading():
        raise ImportError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    with loading(), loading():
        pass
    assert not gc.isenabled()
