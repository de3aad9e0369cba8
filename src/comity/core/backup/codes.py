"""The audit codes of backups."""

from __future__ import annotations

from enum import StrEnum


class AuditCode(StrEnum):
    """What can have happened to backups."""

    MADE = "core.backup.made"
    PROVED = "core.backup.proved"
    RESTORED = "core.backup.restored"
