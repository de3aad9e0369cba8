"""One step of preparing a demo node: `python -m comity.cli.demo.found FOLDER` with a plan on stdin.

It uses the same actions as `comity init` and as an administrator's pages; it writes no table by hand,
except the second factors, whose secrets the demo must know.

Plan: {"node": {...}, "people": [...], "url", "hosts", "time_authority": {"url", "pem"}} founds the node and prints its
key file; {"pin": "<key file>"} takes a peer in, with two administrators.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.nodes import enter
from comity.core.backup.paper import RecoveryPaper
from comity.core.init import initialise, make_tables
from comity.kernel.clock import utc_now
from comity.seal.keyfile import parse_peer_file

if TYPE_CHECKING:
    from collections.abc import Mapping


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
        },
    )
    enter(folder)
    make_tables()
    for person in plan["people"]:
        enrol(person)
    return made.peer_file


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
        roles=[Role(person["role"])],
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
        create_signing_key(actor=actor, passphrase=person["signing_passphrase"], keys=node_keys(), now=now)


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


def main() -> None:
    """Do one step; what is printed is one JSON object."""
    folder, plan = Path(sys.argv[1]), json.load(sys.stdin)
    answer: dict[str, Any] = {}
    if "pin" in plan:
        pin(folder, plan["pin"].encode())
    else:
        answer["key_file"] = found(folder, plan).decode()
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
