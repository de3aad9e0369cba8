"""What a node loads when it first needs it (docs/architecture.md)."""

from __future__ import annotations

LATE = ("docx", "icalendar", "pypdf")
