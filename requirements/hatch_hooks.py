"""Build hooks: dependencies come from `run.in`, message catalogues are compiled into the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polib
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues(source: Path) -> list[Path]:
    """Write a `.mo` beside every `.po` below `source` and return the files written."""
    written = []
    for catalogue in sorted(source.rglob("*.po")):
        target = catalogue.with_suffix(".mo")
        polib.pofile(str(catalogue)).save_as_mofile(str(target))
        written.append(target)
    return written


class Dependencies(MetadataHookInterface):
    """Reads the run-time dependencies from the one list that is also locked."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in `project.dependencies`."""
        lines = (ROOT / "requirements" / "run.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]


class Catalogues(BuildHookInterface[Any]):
    """Compiles the message catalogues when a wheel is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the wheel is filled; `artifacts` in pyproject.toml takes the result along."""
        del version, build_data
        compile_catalogues(ROOT / "src")


if __name__ == "__main__":
    compile_catalogues(ROOT / "src")
