"""Names of States: the table is sound, the longest name wins, and a list is parted only where it is sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.directory.states import Form, StateKind, all_states
from comity.library.reading.attendance import lists_in, named_in
from comity.library.reading.languages import rules_for
from comity.library.reading.names import is_body, names_of, states_in

STATES = [one for one in all_states().values() if one.kind in {StateKind.MEMBER, StateKind.OBSERVER}]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("意大利-拉丁美洲国际组织", "zh"),
        ("意大利–拉丁美洲国际组织", "zh"),
        ("Italo-Latin American International Organization", "en"),
        ("欧洲联盟", "zh"),
    ],
)
def test_a_body_is_no_state(text, language):
    assert is_body(text)
    assert states_in(text, rules_for(language)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@given(data=st.data())
def test_any_list_of_states_comes_back_as_it_was_written(language, data):
    states = data.draw(st.lists(st.sampled_from(STATES), min_size=1, max_size=30))
    names = [
        data.draw(
            st.sampled_from(
                [n.text for n in one.names if n.language == language and n.form in {Form.SHORT, Form.FORMAL}]
            )
        )
        for one in states
    ]
    mark, last = ("、", data.draw(st.sampled_from(["、", "和", "以及"]))) if language == "zh" else (", ", " and ")
    text = names[0] if len(names) == 1 else f"{mark.join(names[:-1])}{last}{names[-1]}"
    found = names_of(text, rules_for(language))
    assert [one.iso3 for one in found] == [one.iso3 for one in states]
    assert [one.text for one in found] == [name.rstrip(".") for name in names]  # a list ends in a full stop


def test_half_known_is_not_parted_but_doubted():
    found = names_of("世界海关组织、某虚构组织和欧洲委员会", rules_for("zh"))
    assert [(one.text, one.doubt) for one in found] == [("世界海关组织", False), ("某虚构组织和欧洲委员会", True)]


def test_the_place_of_a_meeting_is_not_taken_for_a_state_that_acts():
    assert named_in("会议于摩洛哥马拉喀什举行，来自中国的专家发言。", rules_for("zh")) == ["CHN"]
    assert named_in("The session was held in Marrakech, Morocco. Chile spoke.", rules_for("en")) == ["CHL"]


def test_a_list_inside_a_sentence_is_found():
    text = "来自加拿大、罗马尼亚、新加坡和欧洲联盟执法合作署（欧警署）的专家参加了小组讨论，来自中国的专家主持。"
    assert [one.states for one in lists_in(text, "1", rules_for("zh"))] == [("CAN", "ROU", "SGP")]
