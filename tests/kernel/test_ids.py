import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.errors import KernelError
from comity.kernel.ids import new_id, parse_id, parse_node_id, parse_sha256


def test_new_ids_are_version_seven_sorted_and_different():
    made = [new_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(value.version == 7 for value in made)
    assert [value.int >> 80 for value in made] == sorted(value.int >> 80 for value in made)


@given(st.uuids())
def test_an_id_is_read_only_in_its_canonical_form(value):
    assert parse_id(str(value)) == value
    for other in (value.hex, f"{{{value}}}", value.urn, f" {value}"):
        with pytest.raises(KernelError):
            parse_id(other)


@pytest.mark.parametrize("text", ["", "XA", "-xa", "xa-", "x" * 64, "xa/../xb", "xa\n", None, 5])
def test_what_is_no_node_name_is_refused(text):
    with pytest.raises(KernelError):
        parse_node_id(text)


def test_node_names_and_digests():
    assert parse_node_id("central-authority.xa") == "central-authority.xa"
    assert parse_sha256("a" * 64) == "a" * 64
    for wrong in ("A" * 64, "a" * 63, "a" * 64 + "\n", None):
        with pytest.raises(KernelError):
            parse_sha256(wrong)
