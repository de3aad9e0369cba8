"""The paragraphs that search is measured on, what is asked of them, and what is right: told by reading all of them.

Nothing here is a part of what is measured, but for the keys by which a paragraph is found exactly: they come from the
library's own reader, as those of a document do; what is right is told without them.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import snowballstemmer

from comity.library.finding.keys import key, keys_of_article
from comity.library.identity import article_key
from comity.library.reading.articles import articles_in
from comity.library.reading.attendance import named_in
from comity.library.reading.languages import rules_for
from comity.library.reading.treaties import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = re.compile("[\u4e00-\u9fff]{4,}")
TERMS = """
    的 和 在 与 对 将 其 为 有 是 不 也 以及 应当 可以 各国 根据 关于 进行 有关 公约 会议
    国家 缔约国 提供 通过 请求 措施 合作 国际合作 司法协助 中央机关 主管机关 引渡 资产追回 没收 冻结
    扣押 犯罪所得 请求国 被请求国 法律依据 双重犯罪 联合侦查 特殊侦查手段 银行保密 秘书处 专家 工作组
    执法合作 技术援助 信息交流 请求书 互惠 条约 协定 安排 名录 联络点 保密 财产 腐败 反腐败 调查
    起诉 审判 证据 证人 法律 机关 执行 程序 规定 要求 情况 问题 工作
"""
WORDS = {
    "en": """the of and to in for that with request requests requested requesting authority authorities central State
 States Party Parties Convention assistance mutual legal extradition extraditions confiscation confiscated proceeds
 recovery asset assets offence offences cooperation evidence witness freezing seizure treaty report meeting experts""",
    "fr": """le la les des du et une dans pour que demande demandes requérant autorité autorités centrale entraide
 judiciaire extradition extraditions confiscation confisqués avoirs recouvrement coopération infraction preuve""",
    "ru": """и в на о с выдача выдачи выдаче взаимная правовая помощь помощи центральный орган органы органов
 государство  государства конфискация конфискации доходы преступление преступления сотрудничество запрос запросы
 доказательства""",
    "es": """el la los las de del y en para que solicitud solicitudes autoridad autoridades central asistencia judicial
 extradición extradiciones decomiso decomisos bienes cooperación delito delitos prueba pruebas tratado tratados""",
    "ar": """في من إلى على المساعدة القانونية المتبادلة السلطة السلطات المركزية تسليم المجرمين الدولة الدول الطرف
 الأطراف الاتفاقية مصادرة تجميد الموجودات استرداد طلب الطلبات التعاون الدولي الأدلة الشهود الفساد مكافحة""",
}

# The last line of one paragraph in ten names an article of the Convention, or a State.
CITED = {
    "zh": ("根据《公约》", "第{article}条第{paragraph}款", "，"),
    "en": ("See ", "article {article}, paragraph {paragraph}", ", of the Convention."),
    "fr": ("Voir le ", "paragraphe {paragraph} de l'article {article}", " de la Convention."),
    "es": ("Véase el ", "artículo {article}, párrafo {paragraph}", ", de la Convención."),
    "ru": ("См. ", "пункт {paragraph} статьи {article}", " Конвенции."),
    "ar": ("انظر ", "الفقرة {paragraph} من المادة {article}", " من الاتفاقية."),
}
ASKED = ("art. {article}({paragraph})", *(words for _before, words, _after in CITED.values()))
STATES = {
    "ALB": {"zh": "阿尔巴尼亚", "en": "Albania", "fr": "Albanie", "es": "Albania", "ru": "Албания", "ar": "ألبانيا"},
    "FIN": {"zh": "芬兰", "en": "Finland", "fr": "Finlande", "es": "Finlandia", "ru": "Финляндия", "ar": "فنلندا"},
    "KEN": {"zh": "肯尼亚", "en": "Kenya", "fr": "Kenya", "es": "Kenya", "ru": "Кения", "ar": "كينيا"},
    "MEX": {"zh": "墨西哥", "en": "Mexico", "fr": "Mexique", "es": "México", "ru": "Мексика", "ar": "المكسيك"},
    "NER": {"zh": "尼日尔", "en": "Niger", "fr": "Niger", "es": "Níger", "ru": "Нигер", "ar": "النيجر"},
    "NGA": {"zh": "尼日利亚", "en": "Nigeria", "fr": "Nigéria", "es": "Nigeria", "ru": "Нигерия", "ar": "نيجيريا"},
}
FORMS = {"en": "English", "fr": "French", "es": "Spanish", "ru": "Russian"}
SNOWBALL = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
DIGITS = "零一二三四五六七八九"


def corpus(count: int) -> Iterator[tuple[str, str]]:
    """Yield language and text of so many paragraphs, the same at every call."""
    chance = random.Random(2026)  # noqa: S311 (nothing secret)
    signs = [chr(code) for code in chance.sample(range(0x4E00, 0x9FA5), 3500)]
    made = ["".join(chance.choices(signs, k=chance.choice((1, 2, 2, 2, 3, 4)))) for _ in range(12000)]
    tables = {"zh": TERMS.split() + made}
    for language, known in WORDS.items():
        words = known.split()
        letters = sorted({letter for word in words for letter in word})
        tables[language] = words + ["".join(chance.choices(letters, k=chance.randint(3, 11))) for _ in range(12000)]
    weights = {name: list(accumulate(1 / (at + 6) for at in range(len(words)))) for name, words in tables.items()}
    for _ in range(count):
        language = chance.choices(("zh", "en", "fr", "es", "ru", "ar"), (60, 20, 5, 5, 5, 5))[0]
        words = chance.choices(
            tables[language], cum_weights=weights[language], k=chance.randint(26, 80) // (1 + (language != "zh") * 2)
        )
        yield language, _written(language, words, chance)


def _written(language: str, words: list[str], chance: random.Random) -> str:
    """Return a text of words, with marks, brackets, numbers, and now and then a symbol."""
    if language == "zh":
        marks = ("", "", "", "", "，", "、", "。", "《{}》", "（{}）", "第{n}条", "2021年")
    else:
        marks = (" ", " ", " ", " ", " ", ", ", ". ", " ({}) ", " {n} ")
    out = []
    for word in words:
        mark = chance.choice(marks)
        out.append(mark.replace("{}", word) if "{}" in mark else word + mark.replace("{n}", str(chance.randint(1, 71))))
    if chance.random() < 0.1:
        out.append(f" CAC/COSP/{chance.randint(2006, 2025)}/{chance.randint(1, 60)} ")
    if chance.random() < 0.1:
        out.append(("。" if language == "zh" else ".") + "\n" + _naming(language, chance))
    return "".join(out)


def _naming(language: str, chance: random.Random) -> str:
    before, words, after = CITED[language]
    if chance.random() < 0.5:
        return before + cited(language, words, chance.randint(1, 71), chance.randint(1, 9)) + after
    return {"zh": "{}的专家说明了情况。"}.get(language, "{}.").format(chance.choice(list(STATES.values()))[language])


def cited(language: str, words: str, article: int, paragraph: int) -> str:
    """Return how a language names an article: in Chinese with Chinese numbers."""
    made = map(_in_chinese if language == "zh" else str, (article, paragraph))
    return words.format(**dict(zip(("article", "paragraph"), made, strict=True)))


def _in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + "十" * bool(tens) + (DIGITS[ones] if ones or not tens else "")


def named(language: str, text: str) -> Iterator[str]:
    """Yield by what the last line of a paragraph is found exactly, as the library's reader tells it."""
    _before, line, last = text.rpartition("\n")
    if line:
        rules = rules_for(language)
        yield from (key("state", one) for one in named_in(last, rules))
        for one in articles_in(last, "1", Context(rules)):
            yield from keys_of_article(article_key(one.instrument, one.article, one.paragraph, one.item))


def plain(text: str) -> str:
    """Return a text as a reader compares it: one form of each sign, no capitals, no vowel signs."""
    flat = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in flat if unicodedata.category(one) != "Mn") if not flat.isascii() else flat


def queries(rows: list[tuple[str, str]], each: int) -> dict[str, list[str]]:
    """Return what is asked for, by class: taken from the paragraphs themselves."""
    chance = random.Random(46)  # noqa: S311 (nothing secret)
    chinese = [text for language, text in chance.sample(rows, min(len(rows), 5000)) if language == "zh"]
    runs = [found for text in chinese for found in HAN.findall(text)]
    cut = lambda run, length, at: run[at : at + length]  # noqa: E731
    made = {
        f"{length} Chinese": [
            cut(run, length, chance.randint(0, len(run) - length)) for run in chance.choices(runs, k=each)
        ]
        for length in (1, 2, 4)
    }
    bracketed = [
        found for text in chinese for found in re.findall("[《（][^《（》）]+[》）][\u4e00-\u9fff]{0,3}", text)
    ]
    made["phrase with brackets"] = [f'"{one}"' for one in chance.choices(bracketed, k=each)]
    symbols = [found for _language, text in rows[:5000] for found in re.findall(r"CAC/COSP/\d+/\d+", text)]
    made["symbol"] = chance.choices(symbols, k=each)
    arabic = [
        word for language, text in rows[:5000] if language == "ar" for word in re.findall("[\u0621-\u064a]{3,}", text)
    ]
    made["Arabic with vowel signs"] = [
        "".join(f"{sign}\u064e" for sign in word) for word in chance.choices(arabic, k=each)
    ]
    for language, name in FORMS.items():
        made[f"{name}, in any form"] = chance.choices(_inflected(language), k=each)
    named_there = [found for _, text in rows[:20_000] for found in re.findall(r"article (\d+), paragraph (\d+)", text)]
    places = [(int(article), int(paragraph)) for article, paragraph in chance.choices(named_there, k=each)]
    made["article"] = [
        cited("zh" if "条" in form else "", form, *one) for one, form in zip(places, ASKED * each, strict=False)
    ]
    made["State"] = [key("state", one) for one in list(STATES)[:each]]
    made["two words"] = [" ".join(cut(run, 2, 0) for run in chance.choices(runs, k=2)) for _ in range(each)]
    return made


def _inflected(language: str) -> list[str]:
    """Return the words of a language that stand in another form as well."""
    known = list(dict.fromkeys(WORDS[language].split()))
    roots = [root(language, plain(one)) for one in known]
    return [one for one, its in zip(known, roots, strict=True) if roots.count(its) > 1]


@cache
def root(language: str, word: str) -> str:
    """Return the stem of a word without accents, with its language."""
    stem = snowballstemmer.stemmer(SNOWBALL[language]).stemWord(word)
    return f"{language} {bare(stem)}"


def bare(word: str) -> str:
    """Return a word without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", word) if unicodedata.category(one) != "Mn")


def _whole(words: str) -> str:
    """Return the pattern of words that are not a part of longer ones; Chinese has no spaces to tell."""
    return re.escape(words) if re.match("[\u4e00-\u9fff]", words) else rf"(?<![\w/]){re.escape(words)}(?![\w/])"


@cache
def _ways(query: str) -> list[str]:
    """Return how the languages name the article that a query names."""
    for article in range(1, 72):
        for paragraph in range(1, 10):
            ways = [cited(language, words, article, paragraph) for language, (_, words, _) in CITED.items()]
            if query in {*ways, cited("", ASKED[0], article, paragraph)}:
                return [plain(one) for one in ways]
    raise ValueError(query)


class Truth:
    """Which paragraphs hold a query, told by reading them all."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        self.texts = [plain(text) for _language, text in rows]
        self.words: defaultdict[str, set[int]] = defaultdict(set)
        for at, ((language, _text), text) in enumerate(zip(rows, self.texts, strict=True)):
            for word in re.findall(r"[^\W_]+", text) if language != "zh" else ():
                self.words[bare(word)].add(at)
                self.words[root(language, word)].add(at)

    def of(self, kind: str, query: str) -> set[int]:
        """Return the numbers of the paragraphs."""
        words = [plain(one) for one in (query.split() if kind == "two words" else [query.strip('"')])]
        if kind.endswith("in any form"):
            return self.words[bare(words[0])].union(*(self.words[root(one, words[0])] for one in SNOWBALL))
        if kind == "State":
            return self._with([plain(one) for one in STATES[query.removeprefix("state:")].values()])
        if kind == "article":
            return self._with(_ways(query))
        if kind == "symbol" or kind.startswith("Arabic"):
            return self._with(words)
        return {at for at, text in enumerate(self.texts) if all(word in text for word in words)}

    def _with(self, words: list[str]) -> set[int]:
        """Return the paragraphs that hold any of the words, whole: not as a part of longer ones."""
        whole = re.compile("|".join(map(_whole, words)))
        return {at for at, text in enumerate(self.texts) if any(one in text for one in words) and whole.search(text)}
