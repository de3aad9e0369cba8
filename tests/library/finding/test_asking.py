"""What is typed, and what it is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.library.finding.asking import PARTS, Key, Run, ask, stems


def meant(query: str) -> list[str]:
    """Return what each part asks for: its keys, or the units of its words as they are."""
    return [
        "|".join(way.key if isinstance(way, Key) else " ".join(way.units) for way in part.ways if not _stems(way))
        for part in ask(query).parts
    ]


def _stems(way: Key | Run) -> bool:
    return isinstance(way, Run) and way.stems


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("中央机关", ["中 央 机 关"]),
        ("中央机关、主管机关　引渡", ["中 央 机 关", "主 管 机 关", "引 渡"]),
        ("《联合国反腐败公约》缔约国", ["《 联 合 国 反 腐 败 公 约 》 缔 约 国"]),
        ("采石（有限）公司", ["采 石 ( 有 限 ) 公 司"]),
        ('"Mutual legal assistance" request', ["mutual legal assistance", "request"]),
        ("“中央机关”", ["中 央 机 关"]),
        ("(extradition, confiscation)", ["extradition", "confiscation"]),
        ("law-enforcement", ["law enforcement"]),
        ("46(7)", ["46 ( 7 )"]),
        ("art. 46(7)", ["article:uncac:46(7)"]),
        ("article 46, paragraph 7", ["article:uncac:46(7)"]),
        ("Article 46, paragraph 7, of the Convention extradition", ["article:uncac:46(7)", "extradition"]),
        ("第四十六条第七款", ["article:uncac:46(7)"]),
        ("《公约》第46条第3款(a)项", ["article:uncac:46(3)(a)"]),
        ("《联合国打击跨国有组织犯罪公约》第十六条 引渡", ["article:untoc:16", "引 渡"]),
        ("articles 15 to 17", ["article:uncac:15|article:uncac:16|article:uncac:17"]),
        ("article 46, paragraphe 7", ["article:uncac:46(7)"]),
        ("paragraphe 7 de l’article 46 de la Convention extradition", ["article:uncac:46(7)", "extradition"]),
        ("artículo 46, párrafo 7", ["article:uncac:46(7)"]),
        (
            "artículo 16 de la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional",
            ["article:untoc:16"],
        ),
        ("пункт 7 статьи 46", ["article:uncac:46(7)"]),
        ("выдача статья 44", ["выдача", "article:uncac:44"]),
        ("الفقرة 7 من المادة 46", ["article:uncac:46(7)"]),
        ("paragraph 7 of article 46", ["article:uncac:46(7)"]),
        ("CAC/COSP/EG.1/2021/2", ["symbol:CAC/COSP/EG.1/2021/2|own:CAC/COSP/EG.1/2021/2"]),
        ("see CAC/COSP/2021/3.", ["see", "symbol:CAC/COSP/2021/3|own:CAC/COSP/2021/3"]),
        ("USD 1,250,000", ["usd", "1250000"]),
        ("مُساعدة", ["مساعده"]),
        (" 。… — ", []),
        ("", []),
    ],
)
def test_query_is_taken_for(query: str, expected: list[str]) -> None:
    assert meant(query) == expected


def test_words_are_also_looked_for_in_other_forms_and_phrases_are_not() -> None:
    assert [way for way in ask("Extraditions").parts[0].ways if _stems(way)] == [
        Run(("en~extradit",), stems=True), Run(("fr~extradit",), stems=True), Run(("es~extraditions",), stems=True),
    ]  # fmt: skip
    assert ask('"Extraditions"').parts[0].ways == (Run(("extraditions",)),)
    assert stems("beneficial owners", "en") == ("en~benefici", "en~owner")
    assert stems("46", "en") == stems("引渡", "zh") == ()


def test_keys_of_one_name_are_alternatives_and_of_two_are_not() -> None:
    asked = ask("引渡").narrowed(["year:2020", "kind:report", "year:2021", "year:2020"])
    assert [[one.key for one in group] for group in asked.filters] == [["year:2020", "year:2021"], ["kind:report"]]
    assert not ask("")
    assert ask("").narrowed(["year:2020"])


@given(text=st.text(max_size=80))
def test_any_text_is_a_query_whose_parts_have_their_places(text: str) -> None:
    asked = ask(text)
    assert asked == ask(text)
    assert len(asked.parts) <= PARTS
    for part in asked.parts:
        assert text[part.start : part.end] == part.text
        assert part.ways


def test_a_query_of_any_length_costs_little() -> None:
    asked = ask("中央" * 200 + " " + "a b " * 5000)
    assert [part.text[:2] for part in asked.parts] == ["中央", *"abababababa"]
    assert all(len(way.units) <= 60 for part in asked.parts for way in part.ways if isinstance(way, Run))
