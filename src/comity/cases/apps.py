"""The app `cases`."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CasesConfig(AppConfig):
    """Registers the permissions of casework and listens to what the exchange opens."""

    name = "comity.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register permissions and handlers, after the models are there."""
        from comity.cases import access, dockets, handlers, menu, probes, telling  # noqa: F401, PLC0415 (after models)
        from comity.cases.actions import copying, importing  # noqa: F401, PLC0415 (their jobs are declared)
        from comity.cases.queries import standing_in  # noqa: PLC0415 (the same)

        access.register_all()
        standing_in.register_all()
        handlers.register_all()
        menu.register_all()
        telling.register_all()
        pre_migrate.connect(dockets.before_migrations, sender=self)
        post_migrate.connect(dockets.after_migrations, sender=self)
