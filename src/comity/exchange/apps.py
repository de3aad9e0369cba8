"""The app `exchange`."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the jobs, the permissions and the probes of the exchange."""

    name = "comity.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules that register something when they are imported."""
        from comity.core import events  # noqa: PLC0415 (registration, after the models are there)
        from comity.core.audit.words import register_words  # noqa: PLC0415 (the same)
        from comity.directory.signs import register_answers, register_source  # noqa: PLC0415 (the same)
        from comity.exchange import access, jobs, library_probes, menu, probes, restarts, tree_probes, words  # noqa: F401, PLC0415 (the same)
        from comity.exchange.signs import answered_by, heard_by_state  # noqa: PLC0415 (the same)

        register_source(heard_by_state)
        register_answers(answered_by)
        menu.register_all()
        register_words(words.AUDIT)
        events.subscribe("core.restored", restarts.on_restored)
