"""Rules for documents in English."""

from __future__ import annotations

import re

from comity.kernel.patterns import late
from comity.library.reading.languages.rules import Rules, pairs

_WENT = (
    r"(?:were|was) (?:also )?represented(?: (?:by|as) (?:an )?observers?)?(?: at the [a-z ]*(?:meeting|session|Conference)s?)?"
    r"(?: (?:by|as) (?:an )?observers?)?"
)
_N = r"\d{1,3}/\d{1,4}"

RULES = Rules(
    language="en",
    kinds=pairs(
        ("note", r"^Note by the Secretariat"),
        ("background_paper", r"^Background paper prepared by the Secretariat"),
        ("agenda", r"^(?:Annotated )?[Pp]rovisional agenda(?: and annotations)?$|^Annotated provisional agenda"),
        ("resolution", r"^Resolution\s+\d+/\d+"),
        ("draft_report", r"^Draft report"),
        ("draft_resolution", r"[Dd]raft resolution"),
        ("report", r"^Report (?:on|of) |\breport$|^Report$"),
        ("working_paper", r"^Conference room paper"),
    ),
    masthead=pairs(
        ("distribution", r"^Distr\s*[.:]"),
        ("original", r"^Original\s*:"),
        ("language", r"^(?:Chinese|English|French|Spanish|Russian|Arabic)$"),
        ("date", r"^\d{1,2}\s+[A-Z][a-z]+\s+\d{4}$"),
        ("place", r"^[A-Z][\w .'’-]+(?:, [A-Z][\w .'’-]+)?, \d{1,2}\s*(?:[-–]|to|[A-Z])[^.]*\d{4}$"),
        ("session", r"^[A-Z][a-z-]+ (?:resumed |special )?(?:session|meeting)$"),
        ("agenda_item", r"^(?:Agenda )?[Ii]tems? \d|^Item \d+ of the provisional agenda"),
        (
            "organ",
            r"^(?:States Parties to|.*\bCorruption$|Open-ended intergovernmental|United Nations|Conference of the|.*\bConvention against|.*\bWorking Group|.*\bReview Group|General Assembly)",
        ),
    ),
    instruments=pairs(
        ("untoc", r"(?:United Nations )?Convention against Transnational Organized Crime|Organized Crime Convention"),
        ("au-corruption", r"African Union Convention on Preventing and Combating Corruption"),
        ("oas-corruption", r"Inter-American Convention against Corruption"),
        ("arab-corruption", r"Arab (?:Anti-Corruption Convention|Convention against Corruption)"),
        (
            "sadc-mla",
            r"Protocol on Mutual Legal Assistance in Criminal Matters(?: of the Southern African Development Community)?",
        ),
        (
            "drugs-1988",
            r"Convention against Illicit Traffic in Narcotic Drugs and Psychotropic Substances(?: of 1988)?",
        ),
        ("uncac", r"(?:United Nations )?Convention against Corruption"),
        ("rules-of-procedure", r"rules of procedure"),
        (
            "",
            r"(?<![A-Za-z-])(?:[A-Z][A-Za-z-]{1,40} (?:and |of |on |in )?){1,20}(?:Code|Act|Treaty|Agreement|Protocol|Convention)\b",
        ),
        ("the_convention", r"\bConvention\b"),
    ),
    bodies=pairs(
        (
            "CTOC/COP",
            r"Conference of the Parties(?: to the (?:United Nations )?Convention against Transnational Organized Crime)?",
        ),
        ("the_conference", r"Conference of the States Parties|\bConference\b"),
        ("GA", r"General Assembly"),
        ("SC", r"Security Council"),
        ("ECOSOC", r"Economic and Social Council"),
        ("HRC", r"Human Rights Council"),
        ("CCPCJ", r"Commission on Crime Prevention and Criminal Justice"),
    ),
    resolution=late(
        rf"[Rr]esolutions?\s+(?P<numbers>(?:S-)?{_N}(?:(?:,? and |, ){_N})*)(?:, paragraph (?P<pin>\d+)\s*(?:\((?P<item>[a-z])\))?)?"
    ),
    pin=late(r",?\s*para(?:graph)?s?\.?\s*(?P<pin>\d+(?:\s*\([a-z]\))?)(?:\s*(?:to|and|[-–])\s*\d+)?"),
    attendance=(
        late(
            rf"(?P<lead>[^.:]{{0,300}}?)(?:{_WENT}|attended the [a-z ]*(?:meeting|session)(?: as observers)?)[^.:]{{0,60}}:\s*(?P<list>.+?)(?:\.(?=\s|$)|$)",
            re.DOTALL,
        ),
        late(
            rf"(?P<lead>(?:In addition, |Also, )?(?P<who>[^.:]{{1,300}}?),? {_WENT}(?P<tail>[^.:]{{0,80}}))(?:\.(?=\s|$)|$)"
        ),
    ),
    categories=pairs(
        ("regional_organisations", r"regional (?:economic integration )?organi[sz]ation"),
        ("signatories", r"signator"),
        ("observer_states", r"observer States?|non-signator|non-[Ss]tates? part|other States"),
        ("states_parties", r"States [Pp]arties|[Pp]arties to the Convention"),
        ("institutes", r"[Ii]nstitutes?\b|programme network"),
        ("ngos", r"non-governmental|civil society"),
        ("igos", r"intergovernmental organi[sz]ation"),
        ("un_bodies", r"United Nations|World Bank|Secretariat|specialized agenc"),
        ("igos", r"[Oo]rgani[sz]ation"),
        ("other_entities", r"entit|permanent observer"),
    ),
    last=late(r"\s+and\s+"),
    place_before=late(r"\bin [A-Z][\w .'’-]{1,40}, $"),
    place_after=late(r""),
    recommendations=late(r"\b[Rr]ecommend"),
    counted=late(
        r"(?<![\d/.\-(])\b(?P<more>more than |over |at least )?(?P<n>\d[\d,]*)\s+(?P<noun>(?!(?:and|or|to|of|in|on|the|paragraphs?|articles?)\b)[a-z][^,.;:()\d]{2,70})"
    ),
    not_counted=late(
        r"(?:[Aa]rticles?|arts?\.|[Pp]aragraphs?|paras?\.|[Rr]esolutions?|[Rr]ules?|[Cc]hapters?|[Ii]tems?|from|to|on|since|until|"
        r"\b[Ii]n|January|February|March|April|May|June|July|August|September|October|November|December)\s*$"
    ),
    subjects=pairs(
        (
            "directory.mutual_legal_assistance",
            r"[Cc]entral authorit.*mutual legal assistance|mutual legal assistance.*[Cc]entral authorit",
        ),
        ("directory.prevention", r"prevent"),
        ("directory.asset_recovery", r"focal points?.*asset recovery|asset recovery focal"),
        ("directory.extradition", r"authorit.*extradition"),
        ("directory.civil_and_administrative", r"civil and administrative"),
        ("replies", r"repl(?:y|ies)|responses?"),
        ("membership.applications", r"application|requests? (?:to join|for membership)"),
        ("membership.countries", r"^countries\s*$"),
        ("requests.not_executed", r"\bnot\b.{0,20}\bexecuted"),
        ("requests.refused", r"\b(?:were|was|been) refused"),
        ("requests.executed", r"executed"),
        ("requests.sent", r"request"),
        ("treaties.extradition", r"extradition treat"),
        ("treaties.mutual_legal_assistance", r"mutual legal assistance (?:treat|agreement)"),
        ("treaties.memorandums", r"memorand"),
        ("meetings", r"^meetings"),
        ("participants", r"^(?:experts|representatives|participants)"),
    ),
    as_of=late(
        r"(?P<until>(?:[Aa]s (?:of|at)|[Bb]y|[Uu]ntil) )?(?:(?P<day>\d{1,2}) )?(?P<name>January|February|March|April|May|June|July|August|September|October|November|December) "
        r"(?P<year>\d{4})|(?P<half>first|second) half of (?P<year2>\d{4})|\b[Ii]n (?P<year3>(?:19|20)\d{2})\b"
    ),
    meeting=late(
        r"\b(?P<n>(?:twenty-)?(?:first|second|third|fourth|fifth)|sixth|seventh|eighth|ninth|(?:ten|eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twentie)th|"
        r"twelfth|\d+(?:st|nd|rd|th))\b[^.;]{0,60}?(?:meeting|session)"
    ),
    reports_cited=late(
        r"[Rr]eport (?:on|of) (?:the|its) (?P<n>[a-z-]+|\d+(?:st|nd|rd|th))\b[^.;(]{0,200}?(?:meeting|session)[^.;(]{0,160}"
        r"\(\s*(?P<symbol>[A-Z][A-Z0-9/.\-]+)"
    ),
    titled=late(r"entitled [“\"](?P<title>[^”\"]{4,200})[”\"]\s*\(\s*(?P<symbol>[A-Z][A-Z0-9/.\-]+)"),
    adopted=late(r"adopted (?:the|its) report|report[^.]{0,60}was adopted"),
    summary=late(r"^Summary$"),
)
