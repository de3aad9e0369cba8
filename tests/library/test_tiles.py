"""Tiles of attendance: every State once, those that attended filled, nothing of a map."""

from __future__ import annotations

from comity.directory.states import Group, StateKind, all_states
from comity.library.tiles import ACROSS, HIGH, WIDE, blocks, state_name


def test_every_member_of_a_group_is_a_tile_and_nobody_else():
    drawn = blocks({"DZA", "BRA"}, "en")
    assert len(drawn) == len(Group)
    tiles = [tile for block in drawn for tile in block.tiles]
    wanted = {one.iso3 for one in all_states().values() if one.group and one.kind is not StateKind.TERRITORY}
    assert sorted(tile.iso3 for tile in tiles) == sorted(wanted)
    assert {tile.iso3 for tile in tiles if tile.there} == {"DZA", "BRA"}
    assert sum(block.there for block in drawn) == 2


def test_who_is_in_no_group_stands_apart_only_when_there():
    assert len(blocks({"VAT"}, "zh-hans")) == len(Group) + 1
    assert blocks({"VAT"}, "zh-hans")[-1].name == "不属于任何区域组"


def test_no_two_tiles_lie_on_each_other():
    for block in blocks({"DZA"}, "en"):
        assert len({(tile.x, tile.y) for tile in block.tiles}) == len(block.tiles)
        assert max(tile.x for tile in block.tiles) < ACROSS * WIDE
        assert max(tile.y for tile in block.tiles) == block.height - HIGH


def test_a_code_in_no_table_stands_for_itself():
    assert (state_name("DZA", "en"), state_name("QQQ", "en")) == ("Algeria", "QQQ")
