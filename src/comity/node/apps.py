"""The app `node`: the shell's own templates, catalogue and checks."""

from __future__ import annotations

from django.apps import AppConfig


class NodeConfigApp(AppConfig):
    """Registers the checks of a node's settings."""

    name = "comity.node"
    label = "node"

    def ready(self) -> None:
        """Import the checks."""
        from comity.node import checks  # noqa: F401, PLC0415 (it registers; settings must be there)
