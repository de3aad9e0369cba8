"""Names of States: each of its spellings, one inside another, in running text and in lists."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.directory.names import _SEPARATOR, MOST_COMMAS, find_names, key, resolve, split_list
from comity.directory.states import Form, all_states

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "documents"
EVERY_NAME = [(name, state.iso2) for state in all_states().values() for name in state.names]


def found(text, language="zh"):
    return [(text[one.start : one.end], one.state.iso2) for one in find_names(text, language)]


def listed(text, **known):
    return [(one.text, one.state.iso2 if one.state else None) for one in split_list(text, **known)]


def code_of(text):
    state = resolve(text)
    return state.iso2 if state else None


def test_every_name_of_the_table_means_its_state_and_no_other():
    assert [(name.text, iso2) for name, iso2 in EVERY_NAME if code_of(name.text) != iso2] == []


def test_no_name_holds_more_commas_than_are_looked_for():
    assert max(len(_SEPARATOR.findall(name.text)) for name, _ in EVERY_NAME) <= MOST_COMMAS


def test_a_long_list_takes_no_time_of_its_square():
    began = time.process_time()
    assert len(split_list("、".join(["某名"] * 5_000))) == 5_000
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("text", "iso2"),
    [
        ("NIGERIA", "NG"),
        ("  Niger ", "NE"),
        ("Cote d’Ivoire", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("Congo (Democratic Republic of the)", "CD"),
        ("Korea, Republic of", "KR"),
        ("玻利维亚（多民族玻利维亚国）", "BO"),
        ("刚果（金）", "CD"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("276", "DE"),
        ("جُمهورية كوريا", "KR"),
        ("欧盟", "EU"),
        ("中国香港", "HK"),
    ],
)
def test_a_spelling_means_a_state(text, iso2):
    assert code_of(text) == iso2


@pytest.mark.parametrize(
    "text", ["", " ", "Korea", "Utopia", "XA", "ZZ", "999", "国", "the", "Guinea Equatorial Republic"]
)
def test_what_is_not_known_is_never_guessed(text):
    assert resolve(text) is None


@settings(deadline=None)  # the tables are read at the first call
@given(st.sampled_from(EVERY_NAME), st.sampled_from(["{}", " {} ", "({})", "（{}）", "{}。"]))
def test_blanks_brackets_and_case_change_nothing(named, around):
    name, iso2 = named
    assert code_of(around.format(name.text.upper())) == iso2
    assert key(around.format(name.text)) == key(name.text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("刚果民主共和国和刚果", "CD CG"),
        ("几内亚、赤道几内亚、几内亚比绍、巴布亚新几内亚", "GN GQ GW PG"),
        ("尼日尔与尼日利亚", "NE NG"),
        ("马里和索马里", "ML SO"),
        ("苏丹和南苏丹", "SD SS"),
        ("多米尼克和多米尼加共和国", "DM DO"),
        ("大韩民国和朝鲜民主主义人民共和国", "KR KP"),
        ("萨摩亚和美属萨摩亚", "WS AS"),
        ("来自加拿大、罗马尼亚、新加坡的专家", "CA RO SG"),
    ],
)
def test_one_name_inside_another_is_not_taken_for_it_in_chinese(text, codes):
    assert " ".join(iso2 for _, iso2 in found(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Niger and Nigeria", "NE NG"),
        ("Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea", "GN GW GQ PG"),
        ("the Dominican Republic and Dominica", "DO DM"),
        ("the Sudan and South Sudan", "SD SS"),
        ("the Democratic Republic of the Congo and the Congo", "CD CG"),
        ("Mali, Malawi and Somalia; Somaliland", "ML MW SO"),
        ("Ireland, and the United Kingdom of Great Britain and Northern Ireland", "IE GB"),
        ("courts of Northern Ireland and New Jersey", ""),
        ("experts from Papua New\nGuinea and from Timor-\nLeste", "PG TL"),
        ("NIGERIA; a turkey, not Turkey", "NG TR"),
    ],
)
def test_one_name_inside_another_is_not_taken_for_it_in_english(text, codes):
    assert " ".join(iso2 for _, iso2 in found(text, "en")) == codes


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("es", "Bangladesh, Bahrein, Bhután, Bolivia (Estado Plurinacional de), Botswana", "BD BH BT BO BW"),
        ("es", "Djibouti, Fiji, Guinea-Bissau, Iraq, Kazajstán, Kenya, Lesotho, Malawi", "DJ FJ GW IQ KZ KE LS MW"),
        ("es", "Malí, Palau, Países Bajos (Reino de los), Qatar, Rwanda, Saint Kitts y Nevis", "ML PW NL QA RW KN"),
        ("es", "Suriname, Trinidad y Tabago y Zimbabwe", "SR TT ZW"),
        ("es", "la República Islámica del Irán, la República Bolivariana de Venezuela y la Arabia Saudita", "IR VE SA"),
        ("es", "el Estado Plurinacional de Bolivia y los Estados Federados de Micronesia", "BO FM"),
        ("fr", "la République islamique d’Iran, l'État plurinational de Bolivie et El Salvador", "IR BO SV"),
        ("fr", "Pays-Bas (Royaume des), Saint-Kitts-et-Nevis et République bolivarienne du Venezuela", "NL KN VE"),
        ("ru", "Исламская Республика Иран, Нидерланды (Королевство), Центральноафриканская Республика", "IR NL CF"),
        ("ru", "Объединенные Арабские Эмираты и Папуа-Новая Гвинея", "AE PG"),
        (
            "ar",
            "جمهورية إيران الإسلامية، غينيا - بيساو، سري لانكا، أيسلندا، لكسمبرغ، شيلي، إكوادور",
            "IR GW LK IS LU CL EC",
        ),
        ("ar", "أوروغواي، زمبابوي، موزامبيق، غابون، بنن", "UY ZW MZ GA BJ"),
    ],
)
def test_states_are_found_under_the_names_that_documents_of_the_united_nations_use(language, text, codes):
    assert " ".join(iso2 for _, iso2 in found(text, language)) == codes


@pytest.mark.parametrize(
    "text",
    [
        "促进发展中国家的司法国际合作",
        "其中国家主管机关应当参加纳税人教育",
        "许多哥本哈根的专家",
        "沿海地区和有关岛屿",
        "9月17日本次会议",
        "内蒙古、印度洋和墨西哥湾",
        "立法国家与执法国际组织",
    ],
)
def test_signs_that_only_look_like_a_name_are_none(text):
    assert found(text) == []


def test_a_word_that_begins_before_does_not_hide_a_name():
    assert found("许多哥伦比亚专家") == [("哥伦比亚", "CO")]


def test_a_name_broken_over_lines_is_found_as_it_stands():
    assert found("阿\n\n尔巴尼亚、阿\n根廷") == [("阿\n\n尔巴尼亚", "AL"), ("阿\n根廷", "AR")]


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        ("fr", "le Niger, le Nigéria et la République démocratique du Congo", "NE NG CD"),
        ("es", "Guinea Ecuatorial, Guinea y la República Dominicana", "GQ GN DO"),
        ("fr", "LE NIGER ET LES ETATS-UNIS D'AMERIQUE", "NE US"),
        ("ru", "Нигер, Нигерия и Южный Судан", "NE NG SS"),
        ("ar", "النيجر ونيجيريا وجنوب السودان", "NE NG SS"),
        ("xx", "Niger", ""),
    ],
)
def test_every_official_language_has_its_names(language, text, codes):
    assert " ".join(iso2 for _, iso2 in found(text, language)) == codes


@settings(deadline=None)  # the tables are read at the first call
@given(st.lists(st.sampled_from(EVERY_NAME), max_size=12), st.text(alphabet="会议与 ab,、。\n()", max_size=8))
def test_what_is_found_is_in_order_apart_and_means_what_stands_there(names, between):
    text = between.join(name.text for name, _ in names)
    for language in ("en", "zh"):
        spans = find_names(text, language)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(resolve(text[one.start : one.end]) is one.state for one in spans)


def test_a_list_parts_its_last_element_only_where_both_are_known():
    assert listed("尼日利亚、波斯尼亚和黑塞哥维那和布基纳法索。") == [
        ("尼日利亚", "NG"),
        ("波斯尼亚和黑塞哥维那", "BA"),
        ("布基纳法索", "BF"),
    ]
    assert listed("圣多美和普林西比以及乍得") == [("圣多美和普林西比", "ST"), ("乍得", "TD")]
    assert listed("某某组织和法国") == [("某某组织和法国", None)]
    assert listed("某某组织和法国", known=lambda text: text == "某某组织") == [("某某组织", None), ("法国", "FR")]


def test_a_comma_inside_a_known_name_does_not_part_it():
    text = "Chad, China, Hong Kong Special Administrative Region, and Trinidad and Tobago and Togo."
    assert [iso2 for _, iso2 in listed(text)] == ["TD", "HK", "TT", "TG"]
    text = "Office for Reading, Writing and Counting, and Mali"
    assert listed(text, known=lambda one: one == "Office for Reading, Writing and Counting") == [
        ("Office for Reading, Writing and Counting", None),
        ("Mali", "ML"),
    ]


@settings(deadline=None)  # the tables are read at the first call
@given(st.lists(st.sampled_from([one for one in all_states().values() if one.iso2 != "HK"]), min_size=1, max_size=30))
def test_a_list_of_short_names_comes_back_whole(states):
    chinese = "、".join(one.name.zh for one in states[:-1])
    text = f"{chinese}和{states[-1].name.zh}。" if chinese else f"{states[-1].name.zh}。"
    assert [one.state for one in split_list(text)] == states


@settings(deadline=None)  # the tables are read at the first call
@given(st.text(alphabet="阿曼中国和以及、，, \nand法;。", max_size=60))
def test_no_element_of_a_list_is_lost(text):
    parts = split_list(text)
    assert all(one.text == text[one.start : one.end] for one in parts)
    left = text
    for one in reversed(parts):
        left = left[: one.start] + left[one.end :]
    assert not (set(left) - set("和以及、，, \nand;。与"))


def test_a_megabyte_is_read_well_under_a_second():
    text = "各国代表，包括刚果民主共和国和尼日利亚的代表，讨论了司法协助请求的执行情况。" * 9_000
    find_names("x", "zh")
    began = time.process_time()
    spans = find_names(text, "zh")
    assert len(text.encode()) > 1_000_000
    assert len(spans) == 18_000
    assert time.process_time() - began < 1


def test_a_name_that_means_too_much_in_a_sentence_resolves_only_alone():
    alone = [(name.text, iso2) for name, iso2 in EVERY_NAME if name.form is Form.ALONE]
    assert ("中非", "CF") in alone
    assert found("中非合作论坛") == []
    assert code_of("中非") == "CF"


# what stands in the documents of the reference folder, counted by hand in them
LISTS = [
    ("eg1-2021-10th-meeting-report.zh.txt", "派代表出席了会议：", "\n", (106, "AL", "ZW")),
    ("eg1-2021-10th-meeting-report.zh.other-version.txt", "派代表出席了会议：", "_", (106, "AL", "ZW")),
    ("cosp-2021-secretariat-note.zh.txt", "¹ 阿", "\n", (44, "AR", "VE")),
    ("cosp-2021-secretariat-note.zh.txt", "² 阿", "\n", (30, "AL", "VE")),
]


@pytest.mark.shared
@pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the reference folder is not beside this clone")
@pytest.mark.parametrize(("file", "before", "after", "told"), LISTS)
def test_every_state_of_the_real_lists_is_found(file, before, after, told):
    text = (DOCUMENTS / file).read_text(encoding="utf-8")
    start = text.index(before) + len(before.rstrip("阿"))
    names = split_list(text[start : text.index(after, start)])
    assert [one.text for one in names if one.state is None] == []
    assert (len(names), names[0].state.iso2, names[-1].state.iso2) == told
    assert len({one.state.iso2 for one in names}) == len(names)
    inside = [one.state for one in find_names(text[start : text.index(after, start)], "zh")]
    assert inside == [one.state for one in names]
