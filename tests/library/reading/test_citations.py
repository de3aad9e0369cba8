"""Articles go with their treaty, symbols with their place, resolutions with their body."""

import pytest

from comity.library.reading.articles import articles_in
from comity.library.reading.citations import resolutions_in, symbols_in
from comity.library.reading.languages import rules_for
from comity.library.reading.treaties import Context

ZH, EN = Context(rules_for("zh")), Context(rules_for("en"))


def cited(text, context):
    return [(one.instrument, one.article, one.paragraph, one.item) for one in articles_in(text, "1", context)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《公约》第四十六条第七款", [("uncac", 46, 7, "")]),
        ("《公约》第一条第㈡项", [("uncac", 1, None, "b")]),
        ("《公约》第五十四条第一款第(三)项", [("uncac", 54, 1, "c")]),
        ("《公约》第46条第3款(a)项", [("uncac", 46, 3, "a")]),
        ("第四十六条第七款至第九款", [("uncac", 46, 7, ""), ("uncac", 46, 8, ""), ("uncac", 46, 9, "")]),
        ("第十五条至第十七条", [("uncac", 15, None, ""), ("uncac", 16, None, ""), ("uncac", 17, None, "")]),
        ("《公约》第44、46和48条", [("uncac", 44, None, ""), ("uncac", 46, None, ""), ("uncac", 48, None, "")]),
        ("《联合国打击跨国有组织犯罪公约》第十六条", [("untoc", 16, None, "")]),
        ("《公约》和《有组织犯罪公约》第十八条；《公约》第五条", [("untoc", 18, None, ""), ("uncac", 5, None, "")]),
        ("《非洲联盟预防和打击腐败公约》第十五条", [("au-corruption", 15, None, "")]),
        ("《某国刑法》第十二条", [("某国刑法", 12, None, "")]),
        ("《某手册》介绍了做法。《公约》第三条", [("uncac", 3, None, "")]),
        ("议事规则第二条", [("rules-of-procedure", 2, None, "")]),
        ("第 23 段、规则 2、第四章", []),
    ],
)
def test_articles_in_chinese(text, expected):
    assert cited(text, ZH) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("article 46, paragraph 7, of the Convention", [("uncac", 46, 7, "")]),
        ("art. 46(7)", [("uncac", 46, 7, "")]),
        ("article 54, paragraph 1 (c), of the Convention", [("uncac", 54, 1, "c")]),
        ("article 1 (b)", [("uncac", 1, None, "b")]),
        (
            "articles 44, paragraph 5, 46, paragraph 7, and 48, paragraph 2",
            [("uncac", 44, 5, ""), ("uncac", 46, 7, ""), ("uncac", 48, 2, "")],
        ),
        ("articles 15 to 17", [("uncac", 15, None, ""), ("uncac", 16, None, ""), ("uncac", 17, None, "")]),
        ("article 46, paragraphs 7 and 9, of the Convention", [("uncac", 46, 7, ""), ("uncac", 46, 9, "")]),
        ("article 16 of the Organized Crime Convention", [("untoc", 16, None, "")]),
        (
            "article 18 of the United Nations Convention against Transnational Organized Crime and article 5",
            [("untoc", 18, None, ""), ("untoc", 5, None, "")],
        ),
        ("article 12 of its Penal Code", [("Penal Code", 12, None, "")]),
        ("see paragraph 23 and rule 2", []),
    ],
)
def test_articles_in_english(text, expected):
    assert cited(text, EN) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("（CAC/COSP/2019/17，第 102 段和附件三）", [("CAC/COSP/2019/17", "102")]),
        ("（CAC/COSP/EG.1/2019/4，第 47(a)段）", [("CAC/COSP/EG.1/2019/4", "47(a)")]),
        ("CAC/COSP/WG.2/2020/CRP.1 号文件", [("CAC/COSP/WG.2/2020/CRP.1", "")]),
        ("A/RES/58/4、COVID-19 和 24/7", [("A/RES/58/4", "")]),
        (
            "CAC/COSP/IRG/2021/3 和 Add.1–3",
            [("CAC/COSP/IRG/2021/3" + end, "") for end in ("", *(f"/Add.{n}" for n in "123"))],
        ),
        ("https://example.org/CAC/COSP/2019/17", []),
    ],
)
def test_symbols(text, expected):
    assert [(one.symbol, one.pin) for one in symbols_in(text, "1", ZH)] == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("缔约国会议第 8/2 号决议第 8 段", ZH, [("CAC/COSP", "8/2", "8")]),
        ("第 8/2 号和第 8/6 号决议", ZH, [("CAC/COSP", "8/2", ""), ("CAC/COSP", "8/6", "")]),
        ("根据打击跨国有组织犯罪公约缔约方会议第 10/6 号决议", ZH, [("CTOC/COP", "10/6", "")]),
        ("大会第 58/4 号决议", ZH, [("GA", "58/4", "")]),
        ("大会反腐败问题特别会议之后，第 9/1 号决议", ZH, [("CAC/COSP", "9/1", "")]),
        ("Conference resolutions 5/1 and 7/1", EN, [("CAC/COSP", "5/1", ""), ("CAC/COSP", "7/1", "")]),
        ("In its resolution 58/4, the General Assembly", EN, [("GA", "58/4", "")]),
    ],
)
def test_resolutions(text, context, expected):
    assert [(one.body, one.number, one.pin) for one in resolutions_in(text, "1", context)] == expected
