"""System checks: a view without a declared permission, a permission nobody decides on, an open address without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver

from comity.core import access

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig


@register(Tags.security)
def every_view_declares(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Find views that the access middleware would refuse to run, and stale lines in the list of open addresses."""
    del app_configs, kwargs
    listed = {*settings.COMITY_OPEN_URLS, *settings.COMITY_ENROLMENT_URLS, *settings.COMITY_SIGNED_IN_URLS}
    found: list[CheckMessage] = []
    names = set()
    for name, view in views():
        names.add(name)
        permissions = getattr(view, access.NEEDS, ())
        if name in listed and permissions:
            found.append(Error(f"{name} is listed as open and declares a permission.", id="core.E003"))
        elif name not in listed and not permissions:
            found.append(Error(f"The view of {name!r} declares no permission.", id="core.E001"))
        found.extend(
            Error(f"{name} needs {permission}, which nobody registered.", id="core.E002")
            for permission in permissions
            if not access.is_registered(permission)
        )
    found.extend(
        Error(f"{name} is listed as open but is no address.", id="core.E004")
        for name in sorted((listed | settings.COMITY_PROGRAM_URLS.keys()) - names)
    )
    return found


def views(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the full name and the view of every address of this node."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from views(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name or pattern.pattern}", pattern.callback
