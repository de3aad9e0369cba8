"""One walk over the whole table: every address asked for by everybody, and what came back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch
from uuid import UUID

from django.db import transaction
from django.template import Template
from django.test.utils import _TestState

from comity.kernel.ids import new_id
from tests.standing_tables.access_table import ROLES, Row, rows
from tests.standing_tables.world import arguments

if TYPE_CHECKING:
    from django.test import Client

    from tests.standing_tables.world import World

CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}-[0-9a-f-]{27}')


@dataclass(frozen=True, slots=True)
class Visit:
    """One address asked for by one reader."""

    row: Row
    who: str
    method: str
    path: str
    status: int
    location: str
    headers: dict[str, str]
    body: bytes
    streamed: bool

    @property
    def answer(self) -> str:
        """What the table calls this answer."""
        if self.status in {301, 302, 303}:
            return "in" if self.location.startswith("/account/login/") else "go"
        return str(self.status)

    @property
    def is_page(self) -> bool:
        """Whether it is a page of ours."""
        return self.headers.get("content-type", "").startswith("text/html") and bool(self.body)

    @property
    def words(self) -> bytes:
        """The body without what differs from one answer to the next by nature: form tokens and ids."""
        return CHANGING.sub(b"", self.body)

    def __str__(self) -> str:
        return f"{self.method} {self.row.name} as {self.who}: {self.answer}"


def visit(client: Client, row: Row, who: str, path: str, method: str = "") -> Visit:
    """Ask for one address and take back whatever it changed.

    What pages were drawn from is not kept, as Django keeps it for tests by a copy for each part of a page.
    """
    method = method or row.method
    client.raise_request_exception = False
    before = transaction.savepoint()
    with patch.object(Template, "_render", _TestState.saved_data.template_render):
        answer = client.generic(method, path, b"", content_type="application/x-www-form-urlencoded")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    answer.close()
    transaction.savepoint_rollback(before)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    location = headers.get("location", "")
    return Visit(row, who, method, path, answer.status_code, location, headers, body, answer.streaming)


def walk(world: World) -> list[Visit]:
    """Ask for every address of the table as everybody."""
    found = []
    for who in ROLES:
        client = world.client(who)
        for row in rows():
            client = world.client(who) if who == "nobody" else client
            found.append(visit(client, row, who, world.address(row.name, row.stage)))
    return found


def unknown(world: World, row: Row) -> str:
    """Return the address of a row with ids that do not exist."""
    wanted = arguments()[row.name]
    real = {**world.ids, **world.own.get(row.stage, {}), "case_id": new_id()}
    made = {name: new_id() if isinstance(real[name], UUID) else real[name] for name in wanted}
    return world.address(row.name, row.stage, **made)
