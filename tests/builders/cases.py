"""Cases for tests: a cast that works on them, drafts filled from a complete request, messages of the other State."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.cases import letters
from comity.cases.actions import deciding, delivering, drafting, executing, receiving, reviewing, sending
from comity.cases.compose import decompose_measure, get
from comity.cases.handlers import on_opened
from comity.cases.models import Case
from comity.cases.queries import drafts
from comity.cases.signing import SignedLetter
from comity.core.actors import Actor
from comity.core.files.actions import store_bytes
from comity.core.roles import Role
from comity.exchange.models import Peer
from comity.exchange.opening import Opened
from comity.kernel.ids import new_id
from comity.law.sections import SECTIONS
from comity.seal import cms
from comity.seal.checks import OWN_CLOCK, Check, Result, Signer
from comity.seal.pades import seal_letter, sign_as_officer
from comity.seal.signer import OfficerKey
from comity.wire import messages as wire
from comity.wire.request import RequestV1
from tests.builders.keys import QUICK, node_keys, peer_file, unlocked_once
from tests.builders.people import an_officer
from tests.builders.remembered import remembered
from tests.builders.requests import a_request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from comity.core.files.models import StoredFile
    from comity.core.officers.models import Officer
    from comity.seal.nodekeys import NodeKeys
    from comity.seal.package import EvidenceRef
    from comity.wire.message import Message

NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
PASSPHRASE = "a signing passphrase for tests"
RIGHTS = ("ours", "theirs")


@dataclass(frozen=True)
class Cast:
    """The officers of one authority, by role."""

    officers: Mapping[Role, Officer]

    def __getattr__(self, name: str) -> Actor:
        """Return the actor with a role: `cast.drafter`."""
        if name.startswith("__"):  # asked for by `copy`, before there is anything
            raise AttributeError(name)
        try:
            officer = self.officers[Role(name)]
        except (KeyError, ValueError):
            raise AttributeError(name) from None
        return Actor.of_officer(officer)

    def officer(self, role: Role) -> Officer:
        """Return the officer with a role."""
        return self.officers[role]


@remembered
def a_cast() -> Cast:
    """Make an officer for each role."""
    return Cast({role: an_officer(roles=[role]) for role in Role})


@remembered
def a_peer(node: str = "xb") -> Peer:
    """Return a confirmed node of another State."""
    file = peer_file(node)
    peer, _new = Peer.objects.get_or_create(
        node_id=node,
        defaults={
            "state": file.state,
            "names": dict(file.names),
            "url": file.url,
            "key_file": node_keys(node).peer_file(NOW - timedelta(days=40)),
            "fingerprint": file.fingerprint(),
            "pinned_at": NOW,
            "created_at": NOW,
        },
    )
    return peer


@dataclass(frozen=True)
class TestSigner:
    """The head's key, already unlocked: the letter is printed, signed and sealed for real."""

    __test__ = False

    node: str = "xa"

    @property
    def keys(self) -> NodeKeys:
        """Return the keys of the authority."""
        return node_keys(self.node)

    @property
    def key(self) -> cms.SigningKey:
        """Return the head's own key."""
        return _unlocked(self.node)

    def sign(self, request: Mapping[str, Any], *, at: datetime) -> SignedLetter:
        """Print, sign, seal."""
        signed = sign_as_officer(letters.render_request(request, at=at), self.key, now=at)
        sealed = seal_letter(signed, cms.SigningKey(self.keys.seal_key, self.keys.seal_certificate), now=at)
        return SignedLetter(sealed, at, OWN_CLOCK)


@cache
def _unlocked(node: str) -> cms.SigningKey:
    """Return the head's key, the same for every signer of a run."""
    keys = node_keys(node)

    def unlock() -> cms.SigningKey:
        officer = OfficerKey.create(
            name="Hana Head",
            function="Head",
            passphrase=PASSPHRASE,
            ca_certificate=keys.ca_certificate,
            ca_key=keys.ca_key,
            now=NOW - timedelta(days=1),
            work_factor=QUICK,
        )
        return officer.unlock(PASSPHRASE)

    return unlocked_once(f"key of the head of {node}", unlock)


def fill_draft(case: Case, actor: Actor, request: Mapping[str, Any], *, at: datetime = NOW) -> None:
    """Write every section, person and measure of a request into a draft."""
    for key, section in SECTIONS.items():
        places = [field.path for field in section.fields if field.path != "reference"]
        if key == "addressee":
            places.append("requested.node_id")
        if key == "proceedings":
            places.append("proceedings.offences")
        data = {place: get(request, place) for place in places}
        found = case.sections.filter(key=key).first()
        drafting.save_section(
            actor=actor, case_id=case.pk, key=key, data=data, shown=places, version=found.version if found else 0,
            now=at,
        )  # fmt: skip
    for person in request["persons"]:
        drafting.save_person(
            actor=actor, case_id=case.pk, person_id=person["person_id"], data=person, shown=list(person), version=0,
            now=at,
        )  # fmt: skip
    for measure in request["measures"]:
        flat = decompose_measure(measure)
        drafting.save_measure(
            actor=actor, case_id=case.pk, measure_id=measure["measure_id"], data=flat, shown=list(flat), version=0,
            now=at,
        )  # fmt: skip


@remembered
def a_draft(cast: Cast, *, at: datetime = NOW, filled: bool = True, **changes: Any) -> Case:
    """Return a draft to XB, complete unless `filled` is false."""
    a_peer("xb")
    request = a_request(**changes)
    case = drafting.begin_request(
        actor=cast.drafter,
        title=request["title"],
        state="XA",
        defaults=drafts.defaults("XA", lambda _language: "Central Authority of XA", request["language"]),
        now=at,
    )
    if filled:
        fill_draft(case, cast.drafter, request, at=at)
    return Case.objects.get(pk=case.pk)


@remembered
def an_approved(cast: Cast, *, at: datetime = NOW, case: Case | None = None, **changes: Any) -> Case:
    """Return a request that was reviewed and approved; `case` is a draft there is already."""
    case = case or a_draft(cast, at=at, **changes)
    reviewing.ask_review(
        actor=cast.drafter, case_id=case.pk, note="", reviewer_id=cast.officer(Role.REVIEWER).pk, now=at
    )
    reviewing.approve_draft(actor=cast.reviewer, case_id=case.pk, notes="", now=at)
    return Case.objects.get(pk=case.pk)


@remembered
def a_sent(cast: Cast, *, at: datetime = NOW, signer: TestSigner | None = None, **changes: Any) -> Case:
    """Return a request that was signed and handed to delivery."""
    case = an_approved(cast, at=at, **changes)
    sending.send_request(actor=cast.head, case_id=case.pk, signer=signer or TestSigner(), now=at)
    return Case.objects.get(pk=case.pk)


def arrive(
    message: Message,
    *,
    node: str = "xb",
    at: datetime = NOW,
    letter: StoredFile | None = None,
    annexes: tuple[tuple[str, StoredFile], ...] = (),
    evidence: tuple[tuple[EvidenceRef, StoredFile], ...] = (),
) -> Opened:
    """Let a message of another node take effect, as the exchange does once it has verified it."""
    opened = Opened(
        message=message,
        message_id=new_id(),
        from_peer=a_peer(node),
        in_reply_to=None,
        letter=letter,
        annexes=annexes,
        evidence=evidence,
        proof=(Check("package.seal", Result.PASSED, ""),),
        signers=(Signer("Central Authority of XB", "aa", at, "time stamp"),),
        sent_at=at,
        consigned_at=at,
        opened_at=at,
    )
    with transaction.atomic():
        on_opened(opened)
    return opened


@remembered
def a_letter(cast_actor: Actor, *, at: datetime = NOW) -> StoredFile:
    """Return a stored file that stands for a letter that came with a request."""
    return store_bytes(
        b"%PDF-1.7 a letter",
        actor=cast_actor,
        purpose="letter",
        name="request.pdf",
        media_type="application/pdf",
        now=at,
    )


@remembered
def an_arrived(*, node: str = "xb", at: datetime = NOW, **changes: Any) -> Case:
    """Return a request of XB to us that arrived and waits for registration."""
    request = a_request(**changes)
    request["request_id"] = str(new_id()) if "request_id" not in changes else request["request_id"]
    request["requesting"]["state"], request["requested"]["state"] = "XB", "XA"
    request["requested"]["node_id"] = "xa"
    request["reference"] = "XB-77/2026"
    message = RequestV1.from_json(request)
    arrive(message, node=node, at=at, letter=a_letter(Actor.system("tests"), at=at))
    return Case.objects.get(pk=message.request_id)


@remembered
def a_registered(cast: Cast, *, at: datetime = NOW, **changes: Any) -> Case:
    """Return an incoming request that was registered and acknowledged."""
    case = an_arrived(at=at, **changes)
    receiving.register_request(
        actor=cast.registry,
        case_id=case.pk,
        state="XA",
        officer_id=cast.officer(Role.CASE_OFFICER).pk,
        shown_officer="Case officer",
        contact="office@xa.example",
        now=at,
    )
    return Case.objects.get(pk=case.pk)


@remembered
def an_accepted(cast: Cast, *, at: datetime = NOW, **changes: Any) -> Case:
    """Return an incoming request whose measures were all accepted."""
    case = a_registered(cast, at=at, **changes)
    deciding.issue_decisions(
        actor=cast.case_officer,
        case_id=case.pk,
        proposals=[deciding.Proposal(one.measure_id, "accepted") for one in case.measures.all()],
        appeal="",
        note="",
        now=at,
    )
    return Case.objects.get(pk=case.pk)


@remembered
def a_result(cast: Cast, case: Case, *, at: datetime = NOW, result: str = "executed") -> Case:
    """Record the result of every measure of an accepted request."""
    for measure in case.measures.all():
        executing.assign_measure(
            actor=cast.case_officer,
            case_id=case.pk,
            measure_id=measure.measure_id,
            officer_id=cast.officer(Role.EXECUTING_AUTHORITY).pk,
            instructions="Ask the bank.",
            due=None,
            now=at,
        )
        executing.record_result(
            actor=cast.executing_authority,
            case_id=case.pk,
            measure_id=measure.measure_id,
            result=result,
            text="The bank answered.",
            now=at,
        )
    return Case.objects.get(pk=case.pk)


@remembered
def a_delivered(cast: Cast, *, at: datetime = NOW) -> Case:
    """Return an incoming request whose results were delivered."""
    case = a_result(cast, an_accepted(cast, at=at), at=at)
    delivering.deliver_results(
        actor=cast.case_officer,
        case_id=case.pk,
        measure_ids=[one.measure_id for one in case.measures.all()],
        use_limits="Only for the proceedings named in the request.",
        note="",
        now=at,
    )
    return Case.objects.get(pk=case.pk)


def common(case: Case, at: datetime = NOW) -> dict[str, Any]:
    """Return what every message about a case says."""
    return {"request_id": case.pk, "sent_at": at, "from_reference": "XB/2026/0001", "to_reference": case.our_reference}


def their_ack(case: Case, at: datetime = NOW) -> wire.Ack:
    """Return XB's acknowledgement of our request."""
    return wire.Ack(
        **common(case, at),
        reference="XB/2026/0001",
        received_at=at,
        officer="Case officer",
        contact="office@xb.example",
    )


def measure_ids(case: Case) -> list[str]:
    """Return the ids of a case's measures, in order."""
    return list(case.measures.values_list("measure_id", flat=True))


def outbox_kinds(case_id: UUID) -> list[str]:
    """Return the kinds of what we put into the outbox for a case, in order."""
    from comity.exchange.models import OutboxItem

    return list(OutboxItem.objects.filter(case_id=case_id).order_by("number").values_list("kind", flat=True))
