"""The app `hub`."""

from __future__ import annotations

from django.apps import AppConfig


class HubConfig(AppConfig):
    """Registers the permissions, the work, the navigation and the probe of the hub."""

    name = "comity.hub"
    label = "hub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules that register something when they are imported."""
        from comity.core.audit.words import register_words  # noqa: PLC0415 (registration, after the models are there)
        from comity.directory import editing  # noqa: PLC0415 (the same)
        from comity.hub import access, jobs, menu, probes, words  # noqa: F401, PLC0415 (the same)

        editing.register_source(access.edited_by)
        menu.register_all()
        register_words(words.AUDIT)
