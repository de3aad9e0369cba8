"""One function for each address of the interface for programs. All of them read, none changes anything."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Query, Router

from comity.core import access
from comity.core.actors import actor_of
from comity.directory.access import Permission
from comity.directory.api import reading, schemas
from comity.directory.channels import known_tree
from comity.directory.functions import Function
from comity.directory.known import known_facts
from comity.directory.states import Group
from comity.kernel.clock import utc_now
from comity.law.basis import Question, find_bases, read_date, read_kind, read_measures, read_offences, read_place
from comity.law.channels import walk

PAGE, LARGEST_PAGE, LAST = 100, 500, 1_000_000
REFUSED: Final = dict.fromkeys((400, 401, 403, 422, 429), schemas.Problem)
router = Router()


def _language() -> str:
    return get_language() or "en"


@router.get("states", url_name="states", operation_id="states", response={200: schemas.States, **REFUSED})
def states(
    request: HttpRequest,
    name: Annotated[str, Query(max_length=schemas.LONGEST, description="a name or code in any language")] = "",
    group: Annotated[Group | None, Query(description="one of the five regional groups")] = None,
) -> schemas.States:
    """The table of States: codes, kind, regional group, and names in six languages, each with its source."""
    del request
    return reading.states(name, group, _language())


@router.get(
    "authorities", url_name="authorities", operation_id="authorities", response={200: schemas.Authorities, **REFUSED}
)
def authorities(
    request: HttpRequest,
    state: Annotated[str, Query(max_length=schemas.LONGEST, description="code of a State or territory")] = "",
    function: Annotated[Function | None, Query(description="for what an authority is competent")] = None,
    offset: Annotated[int, Query(ge=0, le=LAST)] = 0,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = PAGE,
) -> schemas.Authorities:
    """Competent national authorities as the directory has them now, each with its source and how alive it is."""
    contacts = access.may(actor_of(request), Permission.API_CONTACTS)
    return reading.authorities(state, function, offset, limit, contacts=contacts)


@router.post(
    "legal-basis", url_name="legal-basis", operation_id="legal_basis", response={200: schemas.BasisAnswer, **REFUSED}
)
def legal_basis(request: HttpRequest, question: schemas.BasisQuestion) -> dict[str, Any]:
    """On what legal basis one State may ask another: the answer of `comity law basis --json`. Nothing is kept."""
    del request
    facts, today = known_facts(), utc_now().date()
    asked = Question(
        kind=read_kind(question.kind),
        asking=read_place(question.asking, facts),
        asked=read_place(question.asked, facts),
        on=read_date(question.on) if question.on is not None else today,
        today=today,
        offences=read_offences(question.offences),
        measures=read_measures(question.measures),
        coercive=question.coercive,
        conduct=read_date(question.conduct) if question.conduct is not None else None,
    )
    return find_bases(asked, facts).to_json(_language())


@router.get(
    "channel-tree", url_name="channel-tree", operation_id="channel_tree", response={200: schemas.ChannelTree, **REFUSED}
)
def channel_tree(request: HttpRequest) -> schemas.ChannelTree:
    """The decision tree: by which channel to ask. Questions, answers and where each leads, each with its articles."""
    del request
    return reading.tree(known_tree(), _language())


@router.post(
    "channel-tree/walk", url_name="channel-walk", operation_id="channel_walk",
    response={200: schemas.Step, **REFUSED},
)  # fmt: skip
def channel_walk(request: HttpRequest, walked: schemas.Walk) -> dict[str, Any]:
    """Where some answers lead in the decision tree: the next question, or the advice. Nothing is kept."""
    del request
    asked = known_tree()
    step = walk(asked.tree, walked.answers).to_json(asked.tree, _language())
    return {**step, "source": asked.source}
