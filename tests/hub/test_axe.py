"""A hub's own pages and its directory under axe, as staff and as an editor, in two languages and from right to left.

The pages of accounts and of the library are those of a node (tests/standing_tables/test_axe.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from comity.core.officers.models import Officer
from tests.builders.catalogues import write_mirrored
from tests.hub.world import filled, people, rows
from tests.standing_tables.faults import looking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from tests.builders.directories import ADirectory

__all__ = ["people"]  # a fixture
# Asked for with GET, and no page to look at.
NO_PAGE = {
    "hub:file", "hub:library-head", "hub:library-entries", "hub:library-file", "hub:library-statements",
    "hub:library-statement", "hub:edition-file", "hub:edition-sealed", "hub:key-file", "directory:facts-file",
    "api:authorities", "api:channel-tree", "hub:tree-signed", "hub:tree-file",
}  # fmt: skip
# Colours come from classes and never from a language (tests/standing_tables/test_axe.py): they are looked at once.
LOOKED_AT = [("administrator", "en"), ("editor", "en"), ("administrator", "zh-hans"), ("administrator", "ar")]


def drawn(clients: Mapping[str, Client], who: str, language: str, ids: Mapping[str, Any]) -> dict[str, str]:
    """Return address -> page for every page that somebody may see, in a language."""
    Officer.objects.update(language=language)
    clients[who].defaults["HTTP_ACCEPT_LANGUAGE"] = language
    pages, missing = {}, []
    for name, method, answers in rows():
        if method == "GET" and name not in NO_PAGE and answers[who] == "200":
            answer = clients[who].get(reverse(name, kwargs=ids.get(name, {})))
            pages[f"/{language}/{who}/{name}"] = page = answer.content.decode()
            missing += [name] if 'lang="' + language not in page else []
    assert missing == []
    assert len(pages) > 15
    return pages


@pytest.mark.timeout(300)  # every page there is, one after the other
@pytest.mark.browser
@pytest.mark.enable_socket
def test_no_page_has_a_serious_fault_under_axe_or_is_too_wide(
    hub: ADirectory, people: dict[str, Client], settings: SettingsWrapper, tmp_path: Path
):
    write_mirrored(tmp_path)
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [*settings.LANGUAGES, ("ar", "Mirrored")]
    ids = filled(hub, settings)
    pages = [drawn(people, who, language, ids) for who, language in LOOKED_AT]
    with looking() as faults:
        found = [fault for some in pages for fault in faults(some)]
    assert found == [], found
