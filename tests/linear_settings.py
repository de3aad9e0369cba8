"""Settings under which each app is held to one last migration, named in its `max_migration.txt`.

Two branches that both add a migration then meet in that file when they are merged, and not on somebody's node. Make
migrations under these settings: `python -m django makemigrations --settings tests.linear_settings` writes the file too.
"""

from comity.hub.every_app import *  # noqa: F403 (settings are a module)
from comity.hub.every_app import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "django_linear_migrations"]
