"""The draft of a request, section by section, in the order of its task list.

`SECTIONS` holds the questions; `MODULE_FIELDS` those of each sort of measure; `SIGNATORY` is asked when the letter is
signed. Forms, the printed letter and the check are built from them.
"""

from __future__ import annotations

from comity.kernel.languages import Text
from comity.law.fields import Field, Input, must
from comity.law.sections.authorities import AUTHORITIES, CONTACT, URGENCY
from comity.law.sections.basis import ADDRESSEE, BASIS, CASE
from comity.law.sections.closing import ANNEX, ANNEXES, COSTS, PURPOSE
from comity.law.sections.measures import MEASURE, MEASURES
from comity.law.sections.model import Rows, Section
from comity.law.sections.modules import MODULE_FIELDS
from comity.law.sections.persons import PERSON, PERSONS
from comity.law.sections.proceedings import FACTS, OFFENCE, PROCEEDINGS

SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        CASE,
        ADDRESSEE,
        BASIS,
        AUTHORITIES,
        CONTACT,
        URGENCY,
        PROCEEDINGS,
        FACTS,
        PERSONS,
        MEASURES,
        PURPOSE,
        COSTS,
        ANNEXES,
    )
}

SIGNATORY: tuple[Field, ...] = (
    must(
        "signatory.name",
        Input.LINE,
        "46(14)",
        Text("Signed by", "签署人"),
        Text("Name of the person who signs for the authority.", "代表机关签署者的姓名。"),
        Text("The person who signs is not named.", "未写明签署人。"),
        Text("Please let us establish who signed the request.", "请使我方能够确认请求的签署人。"),
    ),
    must(
        "signatory.title",
        Input.LINE,
        "46(14)",
        Text("Title", "职务"),
        Text("Office in which the person signs.", "签署时的职务。"),
        Text("The title of the person who signs is missing.", "缺少签署人的职务。"),
        Text("Please state the office of the person who signed.", "请说明签署人的职务。"),
    ),
)


def fields_of(module: str) -> tuple[Field, ...]:
    """Return all questions of a measure of that module: the common ones, then its own."""
    return MEASURE.fields + MODULE_FIELDS.get(module, ())


__all__ = [
    "ANNEX",
    "MEASURE",
    "MODULE_FIELDS",
    "OFFENCE",
    "PERSON",
    "SECTIONS",
    "SIGNATORY",
    "Rows",
    "Section",
    "fields_of",
]
