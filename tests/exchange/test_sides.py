"""The side of a row: compared so that an index can begin with it, and a plain boolean to the database."""

from __future__ import annotations

import pytest

from comity.exchange.models import StoredReceipt


@pytest.mark.parametrize("ours", [True, False])
def test_a_side_is_compared_and_never_asked_bare(ours: bool):
    sql = str(StoredReceipt.objects.filter(ours=ours).query)
    assert f'"ours" = {ours}' in sql
    assert "NOT" not in sql


def test_a_migration_keeps_a_plain_boolean():
    _name, path, args, kwargs = StoredReceipt._meta.get_field("ours").deconstruct()
    assert (path, list(args), kwargs) == ("django.db.models.BooleanField", [], {})
