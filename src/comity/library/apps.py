"""The app `library`."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Registers the permissions, the entry of the navigation and the words of the audit log."""

    name = "comity.library"
    label = "library"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules that register something when they are imported."""
        from comity.core.audit.words import register_words  # noqa: PLC0415 (registration, after the models are there)
        from comity.library import access, jobs, menu, probes, telling, words  # noqa: F401, PLC0415 (the same)

        menu.register_all()
        telling.register_all()
        register_words(words.AUDIT)
