"""System checks of a node's settings: what is tolerable while trying out is an error in production."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

    from comity.node.config import NodeConfig

LEAST_SECRET = 40
TOLERATED = frozenset({"node.E005"})  # a warning also in production: some States have none


@register(Tags.security)
def production_is_safe(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Check the settings of this process."""
    del app_configs, kwargs
    return problems(settings.NODE)


def problems(node: NodeConfig) -> list[CheckMessage]:
    """Return what is wrong with these settings; nothing while `production` is off."""
    found: list[tuple[str, str]] = []
    if len(node.secret()) < LEAST_SECRET:
        found.append(("node.E001", f"No secret key of at least {LEAST_SECRET} characters is given."))
    if not node.url.startswith("https://"):
        found.append(("node.E002", "The node's address does not begin with https://."))
    if node.test_languages:
        found.append(("node.E003", "Test languages are offered."))
    if "*" in node.hosts:
        found.append(("node.E004", "Every host name is accepted."))
    if not node.time_authorities:
        found.append(("node.E005", "No time-stamp authority is named: receipts carry only this node's own clock."))
    if not node.production:
        return []
    return [
        Remark(text, id=name.replace(".E", ".W")) if name in TOLERATED else Error(text, id=name) for name, text in found
    ]
