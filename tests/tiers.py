"""What `./check` leaves to `./check whole`, and why: all that stands here is shown by it too, in a smaller way.

The plan of tests says of each row whether it belongs to every run, to the night or to a release (docs/reliability.md,
column "when"). What is of the night or of a release stands here with its row; what has no row stands here where it
walks with real processes or a real browser over what the tests in one process walk over as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.statements.choosing import asked_by_others, function_of

if TYPE_CHECKING:
    from pathlib import Path

# The name of a folder, of a file or of a test (its parameters are left open) -> the reason.
LATER = {
    "tests/chaos/test_restore.py": "row 26, of a release; tests/core/backup restores too",
    "tests/chaos/test_clock.py::test_a_peer_that_is_away_for_a_day_gets_everything": "row 12, of the night",
    "tests/chaos/test_replay.py": "row 16 on two nodes; 1,000 in one process are in tests/exchange/test_inbox.py",
    "tests/chaos/test_defects.py::test_the_same_faults_leave_no_trace_without_a_defect": "row 6, of a release",
    "tests/bench/test_programs.py": "the programs of bench/, which measure and prove nothing",
    "tests/core/test_tables.py::test_node_from_the_middle_of_every_history_ends_with_the_tables_of_a_new_one": (
        "row 25, of a release"
    ),
    "tests/directory/api/test_description.py::test_no_call_breaks_it_and_every_answer_is_declared": (
        "row 19, of the night; good questions and those of the wrong role stay"
    ),
    "tests/e2e/test_house.py": "stories; the pages are tested in tests/cases/views",
    "tests/e2e/test_turns.py": "stories; the pages are tested in tests/cases/views",
    "tests/journeys/test_moving.py::test_both_nodes_know_that_a_pair_was_joined_by_mistake": (
        "tests/cases/actions/test_separating.py shows both sides in one process"
    ),
    "tests/journeys/test_moving.py::test_both_nodes_know_that_it_goes_on_by_letter": (
        "tests/cases/actions/test_moving_records.py shows both sides in one process"
    ),
}
# What runs on SQLite alone, in `./check whole` too: some of it could not be asked on another database.
ONE_DATABASE = {
    "tests/core/files/test_memory.py": "memory while files are read and sealed; no database takes part",
    "tests/core/audit/test_large.py": "a large log; what it finds is shown on both by the small ones",
    "tests/core/files/test_blobs.py": "files alone",
    "tests/core/files/test_names.py": "names alone",
    "tests/core/test_catalogues.py": "translations alone",
    "tests/core/test_chinese.py": "translations alone",
    "tests/core/mail": "letters to a mail server; what is written down of them is shown by the actions that cause them",
    "tests/core/pages": "pages alone",
    "tests/cases/letters": "printing alone",
    "tests/cases/views": "pages; what they ask of the database is asked by the queries and actions, run on both",
    "tests/cases/test_pages.py": "pages alone",
    "tests/cases/test_pages_incoming.py": "pages alone",
    "tests/cases/test_pages_journey.py": "pages alone",
    "tests/cases/test_signing.py": "signatures and time stamps in a file",
    "tests/cases/actions/test_moving_again.py::test_over_the_pages": "pages alone",
    "tests/cases/actions/test_handing.py::test_statements_do_not_grow_with_five_thousand_cases": (
        "how many statements, which is the same on both"
    ),
    "tests/cases/queries/test_statistics.py::test_year_of_3000_cases_is_counted_as_by_hand": (
        "400 cases are counted on both"
    ),
    "tests/exchange/test_model.py::test_every_course_of_a_case_agrees_with_the_model": (
        "each step of a course comes in another test of the exchange"
    ),
    "tests/exchange/test_views.py": "pages alone",
    "tests/exchange/test_orders.py": "all orders of seven messages; some of them come in every test of the exchange",
    "tests/exchange/test_inbox.py::test_the_same_message_a_thousand_times_has_one_effect": "twice comes on both",
    "tests/exchange/test_inbox.py::test_a_third_party_that_replays_gets_nothing_done": "as above",
    "tests/exchange/test_inbox.py::test_a_thousand_hostile_envelopes_are_refused_and_leave_no_trace": (
        "refused before the database is asked; each kind of refusal comes in tests/exchange/test_intake.py"
    ),
    "tests/exchange/test_addresses.py": "addresses alone",
    "tests/cases/test_differences.py": "texts alone",
    "tests/cases/queries/test_plans.py": "plans as SQLite tells them",
    "tests/node": "settings and logs alone",
}


def without(names: dict[str, str]) -> list[str]:
    """Return the arguments by which pytest leaves these out."""
    return [f"--deselect={name}" if "::" in name else f"--ignore={name}" for name in names]


def lost(root: Path) -> list[str]:
    """Return a sentence for each name of these tables that names nothing any more."""
    found = []
    for name in (*LATER, *ONE_DATABASE, *asked_by_others()):
        path, _, test = function_of(name).partition("::")
        at = root / path
        if not at.exists() or (test and not re.search(rf"^def {test}\(", at.read_text(), re.MULTILINE)):
            found.append(f"{name} is left out of a run, and is not there")
    return found
