"""The library at a hub: the secretariat's staff load documents, States' editors read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.library.models import Manifestation
from tests.builders.people import signed_in
from tests.hub.people import editor, staff

if TYPE_CHECKING:
    from tests.builders.directories import ADirectory

RAW = b"1. The first paragraph says so.\n\n2. The second cites CAC/COSP/2031/1.\n"


def sent(client: Client) -> int:
    upload = SimpleUploadedFile("report.txt", RAW)
    return client.post("/library/new/", {"file": upload}, follow=True).status_code


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.HEAD])
def test_staff_load_and_everybody_with_an_account_reads(hub: ADirectory, role: Role):
    del hub
    ada = staff("ada")
    staff("kay", role)
    editor("eda", "XA", ada)
    keeper, reader = (signed_in(Officer.objects.get(login=login)) for login in ("kay", "eda"))
    assert sent(reader) == 403
    assert sent(Client()) == 401
    assert sent(keeper) == 200
    work = Manifestation.objects.get().expression.work_id
    assert "The first paragraph says so." in reader.get(f"/library/documents/{work}/", follow=True).content.decode()
    assert "1 document" in reader.get("/library/").content.decode()
    assert Client().get("/library/").status_code == 302
