"""Taking the text out of a PDF that came from elsewhere, in a process of its own that a hostile file can only end.

Run as a script (`python -I extract.py`): the PDF comes in on the standard input, `{"created", "pages"}` goes out as
JSON. It imports nothing of Comity. Time and memory are bounded by the system, the number of pages here.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys

from pypdf import PdfReader

SECONDS = 10  # of processor time; a letter of two pages takes 30 ms
MEMORY = 1024 * 1024 * 1024
PAGES = 100
CHARACTERS = 1_000_000
TOO_MUCH = 3


def main() -> int:
    """Read a PDF, write what stands on its pages. Returns 3 when it has more pages or text than a letter has."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable()
    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if len(reader.pages) > PAGES:
        return TOO_MUCH
    about = reader.metadata
    created = about.creation_date if about is not None else None
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > CHARACTERS:
            return TOO_MUCH
    said = {"created": created.isoformat() if created is not None else "", "pages": pages}
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
