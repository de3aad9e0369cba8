"""One node with a case at each stage, an officer for each role, an outsider, and every id that an address needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from comity.cases.actions import (
    closing,
    custody,
    deciding,
    drafting,
    executing,
    handing,
    handling,
    importing,
    linking,
    moving,
    offices,
    ranking,
    retaining,
    reviewing,
    sharing,
    translating,
)
from comity.cases.actions.keeping import join
from comity.cases.custody import Entry, Kind
from comity.cases.likeness import Verdict
from comity.cases.models import Case, Exclusion, OfficeFile, SharedDraft
from comity.core.actors import Actor
from comity.core.files.actions import store_bytes
from comity.core.officers import absences
from comity.core.officers import actions as officers
from comity.core.officers.models import Officer
from comity.core.programs.actions import admit_program
from comity.core.roles import Role
from comity.exchange.models import Alarm, OutboxItem, StoredReceipt
from comity.exchange.peers import pin_peer
from comity.exchange.queries import letter_peers
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id
from comity.law.priority import Level
from comity.seal.events import Event
from comity.seal.package import EvidenceRef
from comity.wire import matters, turns
from comity.wire import messages as wire
from tests.builders import by_letter, cases, documents, moves
from tests.builders.authorities import an_authority
from tests.builders.cases import NOW, Cast
from tests.builders.chains import a_chain
from tests.builders.facts import a_fact
from tests.builders.followed import a_followed_directory, a_proposed_directory, a_proposed_source
from tests.builders.keys import node_keys
from tests.builders.legal_requests import a_measure
from tests.builders.messages import a_request as another_request
from tests.builders.offices import an_office_task
from tests.builders.people import PASSWORD, an_officer, signed_in
from tests.builders.receipts import a_signed_receipt
from tests.builders.remembered import remembered
from tests.builders.requests import a_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from http.cookies import SimpleCookie
    from uuid import UUID

    from comity.core.files.models import StoredFile

OUTSIDER = "outsider"
NOBODY = "nobody"
# Who may be named to work on a case; the head and the registry reach a case only while it waits for them.
MEMBERS = (Role.DRAFTER, Role.REVIEWER, Role.CASE_OFFICER, Role.TRANSLATOR)
PDF = b"%PDF-1.7 made for a test"


@dataclass
class World:
    """The node as the tables see it.

    Attributes:
        cases: stage -> the case that stands there.
        ids: what an address may ask for besides the case, the same for every stage unless `own` says otherwise.
        own: stage -> ids of that case.
        sessions: who, and whether he gave his password just now -> what his browser holds.
    """

    cast: Cast
    outsider: Officer
    cases: dict[str, Case] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    sessions: dict[tuple[str, bool], SimpleCookie] = field(default_factory=dict)

    def address(self, name: str, stage: str = "", **other: Any) -> str:
        """Return the address of a name for the case at a stage; `other` replaces single ids."""
        known = {**self.ids, **self.own.get(stage, {}), **other}
        if stage:
            known.setdefault("case_id", self.cases[stage].pk)
        return reverse(name, kwargs={one: known[one] for one in arguments()[name]})

    def client(self, who: str) -> Client:
        """Return a client signed in as the officer of a role, the outsider, or nobody."""
        if who == NOBODY:
            return Client()
        officer = self.outsider if who == OUTSIDER else self.cast.officer(Role(who))
        return signed_in(Officer.objects.get(pk=officer.pk))


@cache
def arguments() -> Mapping[str, tuple[str, ...]]:
    """Return every URL name of the node with the names of what it takes."""
    return MappingProxyType(dict(_walk(get_resolver(), "")))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", tuple(pattern.pattern.converters)


@remembered
def a_world() -> World:
    """Build the node: about a dozen cases, each brought to its stage by the same actions as in real work."""
    cases.a_peer("xb")
    cast = cases.a_cast()
    outsider = an_officer("outsider", [*MEMBERS], name="Otto Outsider")
    world = World(cast, outsider)
    _outgoing(world)
    _incoming(world)
    for case in world.cases.values():
        for role in MEMBERS:
            join(case, cast.officer(role).pk, role, at=NOW)
        world.own.setdefault(_stage_of(world, case), {}).setdefault(
            "measure_id", case.measures.values_list("measure_id", flat=True).first()
        )
    world.cases = {stage: Case.objects.get(pk=case.pk) for stage, case in world.cases.items()}
    executing = world.cases["executing"].pk
    world.own.setdefault("registered", {})["other_id"] = executing
    linking.link_cases(
        actor=Actor.of_officer(cast.officer(Role.CASE_OFFICER)), case_id=world.cases["registered"].pk,
        other_id=executing, verdict=Verdict.RELATED, reason="The same company", now=NOW,
    )  # fmt: skip
    _node(world)
    return world


def _stage_of(world: World, case: Case) -> str:
    return next(stage for stage, one in world.cases.items() if one.pk == case.pk)


def _outgoing(world: World) -> None:
    cast = world.cast
    draft = cases.a_draft(cast)
    world.cases["draft"] = draft
    translating.ask_translation(
        actor=cast.drafter, case_id=draft.pk, language="zh-hans", translator_id=None, due=None, note="", now=NOW
    )
    drafting.add_annex(
        actor=cast.drafter, case_id=draft.pk, file=_file(cast.drafter, "annex"), name="Decision", language="en",
        certified=False, now=NOW,
    )  # fmt: skip
    world.own["draft"] = {
        "annex_id": draft.annexes.get().annex_id, "person_id": draft.parties.get().person_id,
        "row_id": draft.parties.get().person_id,
        "before": draft.revisions.filter(key="facts").earliest("pk").pk,
        "after": draft.revisions.filter(key="facts").latest("pk").pk,
    }  # fmt: skip
    withdrawn = world.cases["withdrawn"] = cases.a_sent(cast)
    cases.arrive(cases.their_ack(withdrawn))
    join(withdrawn, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    closing.withdraw_measures(actor=cast.case_officer, case_id=withdrawn.pk, measure_ids=(), reason="ended", now=NOW)
    review = world.cases["review"] = cases.a_draft(cast)
    reviewer = cast.officer(Role.REVIEWER).pk
    reviewing.ask_review(actor=cast.drafter, case_id=review.pk, note="", reviewer_id=reviewer, now=NOW)
    world.cases["approved"] = cases.an_approved(cast)
    ministry = by_letter.a_letter_peer(Actor.of_officer(cast.officer(Role.HEAD)))
    to_post = world.cases["to_post"] = by_letter.a_sent_letter(cast, ministry, signer=cases.TestSigner())
    world.own["to_post"] = {"message_id": to_post.request_message, "kind": "ack", "what": "letter"}
    reached = moves.a_ministry(cast)
    world.cases["movable"] = moves.a_posted(cast, reached, signer=cases.TestSigner())
    letter = moves.a_letter_case(cast, reached, reference="XB-79/2026")
    moves.join(cast, reached)
    world.cases["claimed"] = moves.a_claim(cast, at=NOW)
    world.cases["joined"] = moving.join_letter(
        actor=cast.registry, case_id=moves.a_claim(cast, at=NOW, reference=letter.our_reference).pk,
        letter_case_id=letter.pk, shown_officer="Registry", contact="", now=NOW,
    )  # fmt: skip
    asked = world.cases["asked"] = cases.a_sent(cast)
    cases.arrive(cases.their_ack(asked))
    item = wire.Question(item_id="q1", code="other", question="When was the witness born?")
    cases.arrive(
        wire.ClarifyAsk(**cases.common(asked), round=1, measure_ids=tuple(cases.measure_ids(asked)), items=(item,))
    )
    world.own["asked"] = {"item_id": asked.clarifications.get().items.get().item_id}
    world.cases["delivered"], world.own["delivered"] = _delivered(cast)
    closed = world.cases["closed"] = cases.a_sent(cast)
    Case.objects.filter(pk=closed.pk).update(step="closed", closed_at=NOW, turn_side="nobody", turn_role="")
    world.own["closed"] = {"receipt_id": _receipt(closed.request_message, "ce" * 32)}
    _turns(world)


def _turns(world: World) -> None:
    """Bring requests of ours to where the other State asked, offered, or gave back."""
    costs = world.cases["costs"] = cases.a_sent(world.cast)
    offered = world.cases["offered"] = cases.a_sent(world.cast)
    for case in (costs, offered):
        cases.arrive(cases.their_ack(case))
    cases.arrive(matters.CostConsult(**cases.common(costs), matter="x2", estimate="40 000", text="Forty days."))
    condition = turns.Condition(condition_id="c1", text="Not in tax matters.")
    names = tuple(cases.measure_ids(offered))
    offer = turns.ConditionsOffer(**cases.common(offered), offer_id="o1", measure_ids=names, conditions=(condition,))
    cases.arrive(offer)
    returned = world.cases["returned"] = cases.a_sent(world.cast)
    defect = turns.Defect(code="language", text="Nobody reads it.")
    cases.arrive(
        turns.Return(**cases.common(returned), provisional_reference="XB/P1", received_at=NOW, defects=(defect,))
    )
    world.cases["shared"] = cases.a_draft(world.cast)
    sharing.share_draft(actor=world.cast.drafter, case_id=world.cases["shared"].pk, note="", now=NOW)


def _delivered(cast: Cast) -> tuple[Case, dict[str, Any]]:
    """Return a request of ours that was accepted and answered with evidence, its receipt not confirmed yet."""
    case = cases.a_sent(cast)
    cases.arrive(cases.their_ack(case))
    [measure] = case.measures.all()
    decision = wire.MeasureDecision(
        measure_id=measure.measure_id, decision="accepted", consultation=wire.ConsultationHeld(), article="46(17)"
    )
    cases.arrive(wire.DecisionAccept(**cases.common(case), measures=(decision,)))
    file = _file(Actor.system("tests"), "evidence", "statement.pdf")
    ref = EvidenceRef(
        id=str(new_id()), name=file.name, media_type="application/pdf", size=len(PDF), sha256=file.sha256, sha512="",
        sealed_size=1, sealed_sha256="aa" * 32, collector="Prosecutor", date="2026-03-01", handling="",
    )  # fmt: skip
    result = wire.MeasureResult(
        measure_id=measure.measure_id, result="executed", text="Attached.", evidence_ids=(ref.id,)
    )
    deliver = wire.MaterialDeliver(**cases.common(case), delivery_no=1, final=True, measures=(result,))
    cases.arrive(deliver, evidence=((ref, file),))
    message_id = OutboxItem.objects.filter(case_id=case.pk).values_list("message_id", flat=True).first()
    evidence_id = case.evidence.get().evidence_id
    fact = ranking.record_pressing(
        actor=cast.drafter, case_id=case.pk, code="data", day=NOW.date(), note="Their letter.", now=NOW
    )
    join(case, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    ranking.set_level(actor=cast.case_officer, case_id=case.pk, level=Level.RAISED, reason="The court.", now=NOW)
    came = Entry(Kind.CAME, NOW.date(), giver="Prosecutor", condition="Sound.", place="Safe 2")
    original = custody.take_original(
        actor=cast.case_officer, case_id=case.pk, description="A ledger", entry=came, now=NOW
    )
    mark = handling.set_mark(
        actor=cast.drafter, case_id=case.pk, code="no_onward", evidence_id=evidence_id, note="", now=NOW
    )
    promise = handling.write_assurance(
        actor=cast.drafter, case_id=case.pk, ours=True, kind="destroy", text="After the trial.", now=NOW
    )
    hold = retaining.hold_case(actor=cast.case_officer, case_id=case.pk, reason="An audit.", until=None, now=NOW)
    return case, {
        "hold_id": hold.pk,
        "kind": "moved", "number": original.number, "entry_id": original.entries.get().pk, "mark_id": mark.pk,
        "assurance_id": promise.pk,
        "message_id": message_id, "receipt_id": _receipt(message_id), "evidence_id": evidence_id, "fact_id": fact.pk,
    }  # fmt: skip


def _receipt(message_id: UUID, sha256: str = "cd" * 32) -> UUID:
    raw = a_signed_receipt(message_id=message_id)
    return StoredReceipt.objects.create(
        peer=cases.a_peer("xb"), ours=False, event=Event.CONTENT_CONSIGNMENT, message_id=message_id, raw=raw,
        sha256=sha256, seq=1, event_time=NOW, stored_at=NOW,
    ).pk  # fmt: skip


def _incoming(world: World) -> None:
    cast = world.cast
    proposed = world.cases["proposed"] = cases.a_registered(cast)
    wanted = [deciding.Proposal(one.measure_id, "accepted") for one in proposed.measures.all()]
    deciding.propose_decisions(actor=cast.case_officer, case_id=proposed.pk, proposals=wanted, now=NOW)
    measures = [a_request()["measures"][0], a_measure("statement", "m2")]
    world.cases["arrived"] = cases.an_arrived(measures=measures)
    world.cases["registered"] = cases.a_registered(cast, measures=measures)
    accepted = world.cases["executing"] = cases.an_accepted(cast, measures=measures)
    measure = accepted.measures.all()[0]
    executing.assign_measure(
        actor=cast.case_officer, case_id=accepted.pk, measure_id=measure.measure_id,
        officer_id=cast.officer(Role.EXECUTING_AUTHORITY).pk, instructions="Ask the bank.", due=None, now=NOW,
    )  # fmt: skip
    evidence = executing.add_evidence(
        actor=cast.executing_authority, case_id=accepted.pk, measure_id=measure.measure_id,
        file=_file(cast.executing_authority, "evidence"), name="Statement", collector="", collected_on=None,
        handling="", now=NOW,
    )  # fmt: skip
    task, code = an_office_task(cast, accepted, at=NOW)
    offices.take_answer(code=code, sender="x", text="Done.", files=[_file(Actor.system("x"), "evidence")], now=NOW)
    world.own["executing"] = {
        "measure_id": measure.measure_id, "evidence_id": evidence.evidence_id, "task_id": task.pk,
        "office_file_id": OfficeFile.objects.get().pk,
    }  # fmt: skip
    world.ids["link"] = an_office_task(cast, accepted, measure=1)[1]
    world.cases["results"] = cases.a_result(cast, cases.an_accepted(cast))


def _file(actor: Actor, purpose: str, name: str = "paper.pdf") -> StoredFile:
    return store_bytes(PDF, actor=actor, purpose=purpose, name=name, media_type="application/pdf", now=NOW)


def _shared() -> int:
    """Return a draft that another authority showed us."""
    request = another_request()
    cases.arrive(turns.DraftShare(request_id=request.request_id, sent_at=NOW, draft_no=1, draft=request))
    return SharedDraft.objects.get(request_id=request.request_id).pk


def _table(actor: Actor) -> UUID:
    """Return a table of running cases that was brought and looked at, with a row that is taken and one that is not."""
    raw = (
        b"Direction,State,Our reference,Subject,Kind,Date\n"
        b"out,XC,OLD-1,Bank records,bank_records,2024-03-01\nout,Nowhere,OLD-2,Lost,statement,2024-03-01\n"
    )
    file = store_bytes(raw, actor=actor, purpose="import", name="cases.csv", media_type="text/csv", now=NOW)
    batch = importing.bring(actor=actor, name="cases.csv", file=file, now=NOW)
    return importing.check(actor=actor, batch_id=batch.pk, mapping=batch.mapping, order="ymd", now=NOW).pk


def _node(world: World) -> None:
    """Give the ids that concern the node and its officers."""
    ada = world.cast.administrator
    newcomer = an_officer("newcomer")
    officers.propose_role(actor=ada, officer_id=newcomer.pk, role=Role.TRANSLATOR, now=NOW)
    away = absences.declare_absence(
        actor=Actor.of_officer(world.outsider), officer_id=world.outsider.pk, substitute_id=None,
        first_day=timezone.localdate(), last_day=timezone.localdate(), now=utc_now(),
    )  # fmt: skip
    spare = [an_officer(name, [Role.CASE_OFFICER], name=name.title()) for name in ("giver", "taker")]
    join(world.cases["withdrawn"], spare[0].pk, Role.CASE_OFFICER, at=NOW)
    handed = handing.hand_over_desk(
        actor=world.cast.head, from_id=spare[0].pk, to_id=spare[1].pk, note="", now=NOW
    )  # fmt: skip
    officers.propose_reset(actor=ada, officer_id=newcomer.pk, reason="Telephone lost", now=NOW)
    change = pin_peer(actor=ada, raw=node_keys("stranger").peer_file(NOW), now=NOW)
    Exclusion.objects.create(
        case=world.cases["delivered"], officer=newcomer, reason="Kin.", by=world.cast.officer(Role.HEAD), at=NOW
    )
    alarm = Alarm.objects.create(peer=cases.a_peer("xb"), code="E_CHAIN", evidence=b"{}", sha256="ef" * 32, at=NOW)
    listed = a_followed_directory(ada, world.cast.head)
    Officer.objects.update(password=make_password(PASSWORD))
    world.ids |= documents.a_report(now=NOW)
    world.ids |= {
        "of_kind": "report",
        "search_id": documents.a_saved_search(Actor.of_officer(an_officer("searcher")), now=NOW).pk,
        "law_id": documents.a_law(world.cast.head, now=NOW).pk,
        "digest_id": documents.a_digest(Actor.of_officer(world.cast.officer(Role.REVIEWER)), now=NOW).pk,
    }
    world.ids |= {
        "chain_id": a_chain(world.cast).pk,
        "place": "XA", "instrument": "UNCAC", "authority_id": an_authority(world.cast, now=NOW).pk,
        "fact_id": a_fact(world.cast, now=NOW).pk, "sort": "notification", "ending": "csv",
        "change_id": change.pk,
        "source_id": a_proposed_source(ada).pk,
        "directory_id": a_proposed_directory(ada).pk,
        "directory_alarm_id": listed.directory.alarms.get().pk,
        "listed_id": listed.pk,
        "alarm_id": alarm.pk,
        "absence_id": away.pk,
        "program_id": admit_program(actor=ada, name="Register", days=30, contacts=True, now=NOW).program.pk,
        "hand_over_id": handed.pk,
        "peer_id": cases.a_peer("xb").pk,
        "letter_peer_id": letter_peers().get(joined_to=None).pk,
        "code": "46(15)(c)", "key": "facts", "part": "persons", "officer_id": newcomer.pk,
        "grant_id": newcomer.grants.get().pk, "reset_id": newcomer.second_factor_resets.get().pk, "pk": 1,
        "sha256": "ab" * 32, "message_id": new_id(), "file_id": new_id(), "receipt_id": new_id(), "item_id": "none",
        "kind": "cost.consult", "matter_id": "x2", "offer_id": "o1", "shared_id": _shared(), "evidence_id": "none",
        "what": "ours", "remark_id": 1, "clause_code": "use-limits", "version": 1, "before": 1, "after": 1,
        "language": "zh-hans", "passage": "facts", "number": 1, "entry_id": 1, "task_id": new_id(), "office_file_id": 1,
        "batch_id": _table(world.cast.registry), "annex_id": "none", "person_id": "none", "row_id": "none",
    }  # fmt: skip
