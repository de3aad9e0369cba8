"""The app `core`."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers what `core` itself brings: its permissions, its checks, its entries in the navigation."""

    name = "comity.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the modules that register something when they are imported."""
        from comity.core import checks, menu, planner, policies  # noqa: F401, PLC0415 (they register; the models must be there)
        from comity.core.accounts import signals  # noqa: F401, PLC0415 (the same)
        from comity.core.audit import jobs as audit_jobs  # noqa: F401, PLC0415 (the same)
        from comity.core.doctor import probes  # noqa: F401, PLC0415 (the same)
        from comity.core.files import jobs as file_jobs  # noqa: F401, PLC0415 (the same)
        from comity.core.mail import found, told  # noqa: F401, PLC0415 (the same)
        from comity.core.mail import jobs as mail_jobs  # noqa: F401, PLC0415 (the same)
        from comity.core.officers import work  # noqa: F401, PLC0415 (the same)
