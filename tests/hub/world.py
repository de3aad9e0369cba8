"""A hub with something on every page: who reads it, what the table of addresses says, and what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from comity.core.actors import Actor
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory import actions as entries
from comity.directory import fact_actions
from comity.hub import actions, editions, jobs, stating, trees
from comity.hub.models import ChannelTree, Editor, Offer, Statement, Submission
from comity.library.actions import load_document
from comity.library.legislation import actions as laws
from tests.builders import documents
from tests.builders.authorities import VALUES
from tests.builders.channels import a_tree
from tests.builders.directories import ADirectory, key_file
from tests.builders.hub_libraries import a_paper
from tests.builders.keys import NOW
from tests.builders.people import an_officer, signed_in
from tests.hub.people import editor, staff
from tests.hub.test_facts import SAID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import SettingsWrapper

    from comity.directory.models import Entry

READERS = ("administrator", "head", "reviewer", "auditor", "editor", "other_editor", "officer", "nobody")
# K administrator, H head, R reviewer, A auditor, E editor of XA, F editor of XB, O officer without a role, no: nobody
TABLE = """
home                GET  200 200 200 200 200 200 200  in
hub:file            GET  200 200 200 200 200 200 200 200
hub:library-head    GET  200 200 200 200 200 200 200 200
hub:library-entries GET  200 200 200 200 200 200 200 200
hub:library-file    GET  200 200 200 200 200 200 200 200
hub:library-statements GET  200 200 200 200 200 200 200 200
hub:library-statement  GET  200 200 200 200 200 200 200 200
hub:offers          GET  200 200 200 403 200 200 403  in
hub:offers          POST 200 200 403 403 200 200 403 401
hub:offer           GET  200 200 200 403 200 404 403  in
hub:offer           POST  go  go 403 403 403 404 403 401
hub:offer-comment   POST  go  go  go 403 403 403 403 401
hub:submission-comment POST  go  go  go 403 403 403 403 401
hub:passed-on       GET  200 200 200 200 200 200 200  in
hub:pass-on         POST  go  go 403 403 403 403 403 401
hub:tree-signed     GET  200 200 200 200 200 200 200 200
hub:trees           GET  200 200 200 403 403 403 403  in
hub:trees           POST 200 200 403 403 403 403 403 401
hub:tree            GET  200 200 200 403 403 403 403  in
hub:tree            POST  go  go 403 403 403 403 403 401
hub:tree-file       GET  200 200 200 403 403 403 403  in
hub:nodes           GET  200 200 200 200 200 200 200 200
hub:submissions     GET  200 200 200 403 200 200 403  in
hub:submission-new  GET  200 200 403 403 200 200 403  in
hub:submission      GET  200 200 200 403 200 404 403  in
hub:submission      POST  go  go 403 403 403 404 403 401
hub:editors         GET  200 403 403 403 403 403 403  in
hub:editors         POST 200 403 403 403 403 403 403 401
hub:editor-end      POST  go 403 403 403 403 403 403 401
hub:continuity      GET  200 200 200 200 200 200 200  in
hub:continuity      POST 403 403 403 403 200 200 403 401
hub:edition         GET  200 200 200 403 200 200 403  in
hub:edition-file    GET  200 200 200 403 200 200 403  in
hub:edition-sealed  GET  200 200 200 200 200 200 200 200
hub:key-file        GET  200 200 200 200 200 200 200 200
directory:list      GET  200 200 200 200 200 200 200  in
directory:place     GET  200 200 200 200 200 200 200  in
directory:authority GET  200 200 200 403 200 200 403  in
directory:authority-new     GET  200 200 403 403 200 403 403  in
directory:authority-change  GET  200 200 403 403 200 403 403  in
directory:authority-confirm POST  go  go 403 403  go 403 403 401
directory:authority-decide  POST 400 400 403 403 403 403 403 401
directory:facts             GET  200 200 200 200 200 200 200  in
directory:fact              GET  200 200 200 200 200 200 200  in
directory:fact-new          GET  200 200 403 403 200 200 403  in
directory:fact-change       GET  200 200 403 403 200 403 403  in
directory:fact-decide       POST 400 400 403 403 403 403 403 401
directory:facts-file        GET  200 200 403 403 403 403 403  in
api:authorities     GET  200 200 200 200 200 200 200 401
api:channel-tree    GET  200 200 200 403 200 200 403 401
"""


def rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    for line in TABLE.strip().splitlines():
        name, method, *answers = line.split()
        yield name, method, dict(zip(READERS, answers, strict=True))


@pytest.fixture
def people(hub: ADirectory) -> dict[str, Client]:
    del hub
    ada = staff("ada")
    staff("hana", Role.HEAD)
    staff("rea", Role.REVIEWER)
    staff("au", Role.AUDITOR)
    editor("eda", "XA", ada)
    editor("fay", "XB", ada)
    an_officer("ola")
    logins = dict(zip(READERS, ("ada", "hana", "rea", "au", "eda", "fay", "ola"), strict=False))
    return {who: signed_in(Officer.objects.get(login=login)) for who, login in logins.items()} | {"nobody": Client()}


def an_entry() -> Entry:
    """What ada wrote of XA and hana published, and a newer version of ada's that waits."""
    ada, hana = (Actor.of_officer(Officer.objects.get(login=login)) for login in ("ada", "hana"))
    made = entries.propose_entry(actor=ada, place="XA", values=VALUES, now=NOW)
    entries.publish_entry(actor=hana, authority_id=made.authority_id, now=NOW)
    newer = {**VALUES, "phone": "+00 456"}
    return entries.propose_entry(actor=ada, place="XA", values=newer, now=NOW, authority_id=made.authority_id)


def two_versions() -> tuple[int, str]:
    """A law of which one version is passed on and another waits; return that one, and the digest of what is said."""
    lia, ada = staff("lia", Role.HEAD), Actor.of_officer(Officer.objects.get(login="ada"))
    law = documents.a_law(lia, now=NOW)
    stating.pass_on(actor=ada, version_id=law.versions.get().pk, now=NOW)
    jobs.state_laws()
    later = laws.Reported(
        raw=b"1. Another rule.\n", name="act.txt", media_type="text/plain", in_force_from=None,
        reported_on=NOW.date(), source="A later note",
    )  # fmt: skip
    made = laws.report_version(actor=lia, law_id=law.pk, reported=later, now=NOW)
    return made.pk, Statement.objects.get().sha256


def two_trees() -> ChannelTree:
    """A decision tree that is published and another, of a third member, that waits; return that one."""
    ada, tia = Actor.of_officer(Officer.objects.get(login="ada")), staff("tia", Role.HEAD)
    first = trees.bring(actor=tia, raw=a_tree("hub-1").encode(), now=NOW)
    trees.publish(actor=ada, tree_id=first.pk, now=NOW)
    return trees.bring(actor=tia, raw=a_tree("hub-2").encode(), now=NOW)


def brought() -> Offer:
    """What the editor of XA brought, of a node that is listed no more."""
    eda = Officer.objects.get(login="eda")
    return Offer.objects.create(
        of_state="XA", node="xa", kind="law", title="An invented Act", ref=eda.pk, raw=b"{}", sha256="0" * 64,
        signed_at=NOW, brought_by=eda, brought_at=NOW,
    )  # fmt: skip


def submitted(hub: ADirectory) -> Submission:
    eda = Actor.of_officer(Officer.objects.get(login="eda"))
    return actions.submit(actor=eda, raw=hub.state_file("XA", key_file("xa")).to_bytes(), now=NOW)


def filled(hub: ADirectory, settings: SettingsWrapper) -> dict[str, dict[str, Any]]:
    """Give every page of the table something to show; return what each address names."""
    hub.list_nodes("XB", key_file("xb"))  # the directory of authorities is sealed to somebody
    made = submitted(hub)
    settings.NODE = settings.NODE.model_copy(update={"offer_library": True})
    loaded = load_document(actor=Actor.system("tests"), raw=a_paper(1), name="a.txt", now=NOW)
    jobs.pass_documents_on()
    waiting, said = two_versions()
    ids = {
        "hub:pass-on": {"version_id": waiting},
        "hub:library-statement": {"sha256": said},
        "hub:library-entries": {"after": 0},
        "hub:library-file": {"sha256": loaded.manifestation.sha256},
        "hub:file": {"path": "metadata/timestamp.json"},
        "hub:submission-comment": {"submission_id": made.pk},
        "hub:submission": {"submission_id": made.pk},
        "hub:editor-end": {"editor_id": Editor.objects.get(state="XB").pk},
        "directory:place": {"place": "XA"},
        "directory:authority-new": {"place": "XA"},
        "directory:fact-new": {"sort": "notification"},
    }
    offer = {"offer_id": brought().pk}
    tree = {"tree_id": two_trees().pk}
    ids |= {"hub:tree": tree, "hub:tree-file": tree}
    ids |= {"hub:offer": offer, "hub:offer-comment": offer}
    one = {"authority_id": an_entry().authority_id}
    ids |= {f"directory:authority{ending}": one for ending in ("", "-change", "-confirm", "-decide")}
    stated = fact_actions.propose_fact(
        actor=Actor.of_officer(Officer.objects.get(login="eda")), cells=SAID, now=NOW
    ).fact_id
    ids |= {f"directory:fact{ending}": {"fact_id": stated} for ending in ("", "-change", "-decide")}
    editions.publish(NOW)
    return ids
