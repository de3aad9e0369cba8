"""Preparing a demo node step by step: `python -m comity.cli.demo.found FOLDER` with one plan a line on stdin.

Each plan is answered by a line of JSON on stdout when it is done; what was loaded for one step serves the next.

It uses the same actions as `comity init` and as an administrator's pages; it writes no table by hand,
except the second factors, whose secrets the demo must know.

Plan: {"node": {...}, "people": [...], "url", "hosts", "time_authority": {"url", "pem"}, "library": [paths],
"tables": path} founds the node and prints its key file, its tables shared with nodes of the same kind (`share_tables`);
{"pin": "<key file>"} takes a peer in, with two administrators; {"publish": {"XA": "<key file>", …}} founds a hub's key
directory; {"follow": {"folder", "url", "hub", "hub_key"}} lets a node follow it, take in what it lists and believe the
hub's editions, by two officers; {"authorities": [row, …], "facts": [row, …]} fills a directory of authorities and
facts, by two officers; with "edition" the hub publishes them; {"tree": path} lets the hub publish a decision tree of
channels, by two officers.
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.demo.laws import fill_laws
from comity.cli.demo.shelf import fill_library
from comity.cli.demo.world import passphrase
from comity.cli.entering import enter
from comity.core.backup.paper import RecoveryPaper
from comity.core.init import initialise, make_tables
from comity.hub import directory
from comity.hub.directory import make_online_key
from comity.kernel.clock import utc_now
from comity.node.folder import NodeRole
from comity.seal.keydirectory import drafting, holding, layout
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from securesystemslib.signer import CryptoSigner

    from comity.seal.keydirectory.drafting import DirectoryFile

KNOWN = 10  # work to guess a passphrase that the demo prints on the screen, as scrypt counts it: hardly any


def found(folder: Path, plan: Mapping[str, Any]) -> bytes:
    """Make the node and its officers; return its key file."""
    now = utc_now()
    node = plan["node"]
    stamps = plan["time_authority"]
    made = initialise(
        folder,
        node_id=node["id"],
        state=node["state"],
        names=node["names"],
        url=plan["url"],
        confirm=RecoveryPaper.answers,
        now=now,
        time_authorities=(stamps["pem"],),
        further={
            "hosts": plan["hosts"],
            "private_peers": True,
            "time_authorities": [stamps["url"]],
            "holidays": plan.get("holidays", []),
            **({"role": NodeRole.HUB.value, "offer_library": True} if plan.get("hub") else {}),
        },
    )
    enter(folder)
    share_tables(Path(plan["tables"]) if plan.get("tables") else None)
    if plan.get("hub"):
        make_online_key()
    for person in plan["people"]:
        enrol(person)
    fill_library(Path(one) for one in plan.get("library", ()))
    if plan.get("library"):
        fill_laws()
    return made.peer_file


def share_tables(kept: Path | None) -> None:
    """Make the tables, or copy those that an earlier node of the same kind left empty in the file `kept`.

    Making them takes as long as all the rest of a node. Whoever comes second waits for the first.
    """
    from django.db import connection  # noqa: PLC0415 (settings exist once the node is entered)

    if kept is None or connection.vendor != "sqlite":
        make_tables()
        return
    with kept.with_name(f"{kept.name}.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept.exists():
            make_tables()
            connection.ensure_connection()
            new = kept.with_name(f"{kept.name}.new")
            _copy(connection.connection, new)
            new.rename(kept)
            return
    with closing(sqlite3.connect(kept)) as empty:
        _copy(empty, Path(connection.settings_dict["NAME"]))


def _copy(tables: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as target:
        tables.backup(target)


def enrol(person: Mapping[str, Any]) -> None:
    """Make one officer with role, password and second factor, and a signing key for whoever signs."""
    # Models and settings exist only once the node is entered.
    from allauth.mfa.adapter import get_adapter  # noqa: PLC0415
    from allauth.mfa.models import Authenticator  # noqa: PLC0415

    from comity.core.accounts.signing import create_signing_key  # noqa: PLC0415
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.keys import node_keys  # noqa: PLC0415
    from comity.core.officers.actions import found_officer  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415

    now = utc_now()
    officer = found_officer(
        actor=Actor.system("comity.demo"),
        login=person["login"],
        name=person["name"],
        roles=[Role(person["role"])] if person["role"] in set(Role) else [],
        now=now,
        language=person["language"],
        functions=person["function"],
        titles=person["function"],
        password=person["password"],
    )
    secret = get_adapter().encrypt(person["totp_secret"])
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": secret})
    if person["signing_passphrase"]:
        actor = Actor.of_officer(officer)
        create_signing_key(
            actor=actor, passphrase=person["signing_passphrase"], keys=node_keys(), now=now, work_factor=KNOWN
        )


def pin(folder: Path, key_file: bytes) -> None:
    """Take a peer's key file in: one administrator brings it, another compares the fingerprint."""
    enter(folder)
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.queries import officers_with  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415
    from comity.exchange.peers import confirm_peer, pin_peer  # noqa: PLC0415

    first, second = (Actor.of_officer(officer) for officer in officers_with(Role.ADMINISTRATOR)[:2])
    change = pin_peer(actor=first, raw=key_file, now=utc_now())
    fingerprint = parse_peer_file(key_file).fingerprint()
    confirm_peer(actor=second, change_id=change.pk, fingerprint=fingerprint, now=utc_now())


def publish(folder: Path, key_files: Mapping[str, str]) -> None:
    """Found a hub's directory that lists a node for each State: three holders, each State's own key, three people.

    The secret keys that a secretariat and States keep off line lie in `off-line-keys` of the hub's folder.
    """
    enter(folder)
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.models import Officer  # noqa: PLC0415
    from comity.hub import actions  # noqa: PLC0415

    now, repository, online = utc_now(), directory.repository(), directory.online_key()
    kept = folder / "off-line-keys"
    kept.mkdir(mode=0o700)
    holders = [_kept_key(kept / f"holder-{number}") for number in (1, 2, 3)]
    root = drafting.new_root([one.public_key for one in holders], online.public_key, threshold=2, now=now)
    repository.found(_signed(root, holders[:2]), _signed(drafting.new_list(now), holders[:2]), online, now=now)
    keeper, second, head = (Actor.of_officer(one) for one in Officer.objects.order_by("created", "pk")[:3])
    for state, raw in key_files.items():
        key = _kept_key(kept / f"state-{state}")
        admitted = drafting.admit(repository.read().targets, state, key.public_key, now=now)
        made = actions.submit(actor=head, raw=_signed(admitted, holders[1:]).to_bytes(), now=now)
        actions.review(actor=keeper, submission_id=made.pk, now=now)
        actions.publish(actor=second, submission_id=made.pk, now=now)
        editor = Officer.objects.get(login=f"{folder.name}.editor_{state.lower()}")
        actions.name_editor(actor=keeper, officer=editor, state=state, now=now)
        nodes = _signed(drafting.state_role(state, [raw.encode()], version=1, now=now), [key])
        made = actions.submit(actor=Actor.of_officer(editor), raw=nodes.to_bytes(), now=now)
        actions.review(actor=keeper, submission_id=made.pk, now=now)
        actions.publish(actor=head, submission_id=made.pk, now=now)
        actions.say_availability(actor=Actor.of_officer(editor), reach="normal", back_on=None, note="", now=now)


def publish_tree(folder: Path, raw: bytes) -> None:
    """Publish a decision tree of channels at a hub: one of the secretariat brings it, another publishes it."""
    enter(folder)
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.models import Officer  # noqa: PLC0415
    from comity.hub import trees  # noqa: PLC0415

    first, second = (Actor.of_officer(one) for one in Officer.objects.order_by("created", "pk")[:2])
    made = trees.bring(actor=first, raw=raw, now=utc_now())
    trees.publish(actor=second, tree_id=made.pk, now=utc_now())


def _signed(file: DirectoryFile, signers: Sequence[CryptoSigner]) -> DirectoryFile:
    for signer in signers:
        file = drafting.sign(file, signer)
    return file


def _kept_key(path: Path) -> CryptoSigner:
    """Make a key that is kept off line, and keep it with its passphrase beside it: this is a demo."""
    signer, words = holding.new_key(), passphrase()
    for name, content in (("", holding.wrap(signer, words)), (".pub", layout.public_text(signer.public_key)),
                          (".passphrase", words.encode())):  # fmt: skip
        file = path.with_name(path.name + name)
        file.touch(mode=0o600)
        file.write_bytes(content)
    return signer


def believe(folder: Path, hub_key: bytes, url: str) -> None:
    """Believe the hub's directory of authorities: one administrator brings its keys, another compares them."""
    enter(folder)
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.queries import officers_with  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415
    from comity.exchange import editions  # noqa: PLC0415

    now, fingerprint = utc_now(), parse_peer_file(hub_key).fingerprint()
    first, second = (Actor.of_officer(officer) for officer in officers_with(Role.ADMINISTRATOR)[:2])
    source = editions.propose_source(actor=first, raw=hub_key, url=url, now=now)
    editions.confirm_source(actor=second, anchor_id=source.pk, fingerprint=fingerprint, now=now)


def follow(folder: Path, hub: Path, url: str) -> None:
    """Follow the hub's directory and take in what it lists: one administrator brings, another compares."""
    enter(folder)
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.queries import officers_with  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415
    from comity.exchange import directories, queries  # noqa: PLC0415
    from comity.exchange.peers import confirm_peer, pin_peer  # noqa: PLC0415

    now = utc_now()
    first, second = (Actor.of_officer(officer) for officer in officers_with(Role.ADMINISTRATOR)[:2])
    root = (hub / "metadata" / "1.root.json").read_bytes()
    found = directories.propose_directory(actor=first, root=root, url=url, now=now)
    found = directories.confirm_directory(actor=second, anchor_id=found.pk, fingerprint=found.fingerprint, now=now)
    directories.look(found, now=now, folder=hub)
    for listed in queries.listed_nodes().exclude(node_id=folder.name):
        change = pin_peer(actor=first, raw=bytes(listed.key_file), now=now)
        confirm_peer(actor=second, change_id=change.pk, fingerprint=change.fingerprint, now=now)


def fill_directory(folder: Path, authorities: list[dict[str, str]], facts: list[dict[str, str]]) -> None:
    """Take in authorities and facts as from a file: an administrator brings them, the head publishes each."""
    enter(folder)
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.queries import officers_with  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415
    from comity.directory import actions, fact_actions, fact_files, fact_queries, files, queries  # noqa: PLC0415

    now = utc_now()
    first, second = (Actor.of_officer(officers_with(role)[0]) for role in (Role.ADMINISTRATOR, Role.HEAD))
    files.take_in(actor=first, judged=files.judge(authorities), now=now)
    for entry in queries.all_waiting():
        actions.publish_entry(actor=second, authority_id=entry.authority_id, now=now)
    fact_files.take_in(actor=first, judged_rows=fact_files.judge(facts), now=now)
    for version in fact_queries.all_waiting():
        fact_actions.publish_fact(actor=second, fact_id=version.fact_id, now=now)


def main() -> None:
    """Do what each plan says, and answer it, until there is no more."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        sys.stdout.write(json.dumps(do(folder, json.loads(line))) + "\n")
        sys.stdout.flush()


def do(folder: Path, plan: Mapping[str, Any]) -> dict[str, Any]:
    """Do what a plan says, and return what it answers."""
    answer: dict[str, Any] = {}
    if "node" in plan:
        answer["key_file"] = found(folder, plan).decode()
    if "pin" in plan:
        pin(folder, plan["pin"].encode())
    if "publish" in plan:
        publish(folder, plan["publish"])
    if "follow" in plan:
        follow(folder, Path(plan["follow"]["folder"]), plan["follow"]["url"])
        believe(folder, plan["follow"]["hub_key"].encode(), plan["follow"]["hub"])
    if "authorities" in plan:
        fill_directory(folder, plan["authorities"], plan["facts"])
    if "tree" in plan:
        publish_tree(folder, Path(plan["tree"]).read_bytes())
    if plan.get("edition"):
        from comity.hub import editions  # noqa: PLC0415 (models exist only once the hub is entered)

        editions.publish(utc_now())
    return answer


if __name__ == "__main__":
    main()
