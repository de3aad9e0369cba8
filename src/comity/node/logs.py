"""Logging: one line per event, machine-readable or for a terminal; never case content, never a secret.

What a log may say: codes, identifiers, counts, durations. Whoever logs passes those as keyword arguments; the
processor below drops what is known to carry content, whatever a library puts there. Of an error that was raised a log
says its kind and where in the program it came from: its text and its variables may be anybody's facts.
"""

from __future__ import annotations

import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

import structlog

from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from types import TracebackType

    from structlog.typing import EventDict, Processor, WrappedLogger

# Keys under which libraries hand over requests, forms, query strings and SQL with its values.
FORBIDDEN = frozenset({
    "request", "data", "form", "params", "sql", "args", "password", "passphrase", "token", "code_typed", "cookies",
    "body", "headers", "query", "facts", "subject_text", "title",
})  # fmt: skip


def drop_content(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Remove every key that could carry case content or a secret."""
    del logger, method
    return {key: value for key, value in event.items() if key not in FORBIDDEN}


def tell_error(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put the kind of an error and the places it came through in place of its text, its source and its variables."""
    del logger, method
    given = event.pop("exc_info", None)
    event.pop("stack_info", None)
    event.pop("exception", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
    if given and error is not None:
        event["error"] = error.code if isinstance(error, ComityError) else type(error).__name__
        event["came_through"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event


def log_uncaught() -> None:
    """Log what nobody caught, in any thread, like every other error; Python would print its text to the same file."""
    log = structlog.get_logger("comity.process")

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("process.failed", exc_info=(kind, error, trace))

    sys.excepthook = tell
    threading.excepthook = lambda told: tell(told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        tell_error,
        drop_content,
    ]


def logging_settings(*, log_format: str, level: str) -> dict[str, Any]:
    """Return Django's `LOGGING`, with structlog writing every line, and configure structlog itself."""
    renderer: Processor = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                "foreign_pre_chain": _shared(),
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # SQL carries values, that is case content: never below a warning, whatever the level.
            "django.db.backends": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "tuf": {"level": "WARNING"},  # tells every signature that a threshold did not need
        },
    }
