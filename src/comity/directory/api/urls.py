"""Addresses of the interface for programs."""

from __future__ import annotations

from comity.directory.api.mount import patterns

app_name = "api"

urlpatterns = patterns()
