"""Expressions that are compiled at first use: they answer as compiled ones do, and all of ours can be compiled."""

import copy
import gc
import pkgutil
import re
from importlib import import_module

import pytest

import comity.library.reading
from comity.kernel.patterns import LatePattern, late

LATE = [
    "comity.core.tokens",
    "comity.core.stems",
    "comity.directory.names",
    "comity.cases.differences",
    "comity.cases.importing.rows",
    "comity.cases.translating.keeping",
    "comity.cases.translating.xliff",
    "comity.library.akoma.writing",
    "comity.library.comparing",
    "comity.library.finding.asking",
    "comity.library.mirroring.statements",
    *(one.name for one in pkgutil.walk_packages(comity.library.reading.__path__, "comity.library.reading.")),
]


@pytest.mark.parametrize(
    ("pattern", "text"), [(r"(?P<n>\d+)-(\w)", "a 12-b 3-c"), (rb"(?P<n>\d+)-(\w)", b"a 12-b 3-c")]
)
def test_late_pattern_answers_as_a_compiled_one(pattern, text):
    ours, plain = late(pattern), re.compile(pattern)
    assert [one.groups() for one in ours.finditer(text)] == [one.groups() for one in plain.finditer(text)]
    assert ours.search(text)["n"] == plain.search(text)["n"]
    assert ours.sub(text[:1], text) == plain.sub(text[:1], text)
    assert (ours.pattern, ours.groups, ours.groupindex) == (plain.pattern, plain.groups, plain.groupindex)
    assert ours.match(text) is None
    assert copy.deepcopy(ours).findall(text) == plain.findall(text)


def test_flags_are_kept_and_count_when_two_are_compared():
    assert late("a", re.IGNORECASE).search("A")
    assert late("a") == late("a")
    assert len({late("a"), late("a"), late("a", re.IGNORECASE), late("b")}) == 3


def test_what_is_wrong_is_said_at_the_first_use_and_not_before():
    wrong = late("(")
    with pytest.raises(re.error):
        wrong.search("x")


def test_all_of_ours_can_be_compiled():
    for name in LATE:
        import_module(name)
    gc.unfreeze()  # what was loaded is hidden from whoever looks for objects
    ours = [one for one in gc.get_objects() if isinstance(one, LatePattern) and one.pattern != "("]
    assert len(ours) > 200
    assert all(one.compiled.pattern == one.pattern for one in ours)


def test_nothing_is_compiled_before_it_is_used():
    one = late("a+")
    assert one.pattern == "a+"
    assert "compiled" not in vars(one)
    assert one.match("aa")
    assert "compiled" in vars(one)
