"""Logging: one line per event, machine-readable or for a terminal; never case content, never a secret.

What a log may say: codes, identifiers, counts, durations. Whoever logs passes those as keyword arguments; the
processor below drops what is known to carry content, whatever a library puts there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
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


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        drop_content,
    ]


def logging_settings(*, log_format: str, level: str) -> dict[str, Any]:
    """Return Django's `LOGGING`, with structlog writing every line, and configure structlog itself."""
    # The default formatter of errors would print the values of local variables, that is case content.
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    renderer: Processor = structlog.processors.JSONRenderer() if log_format == "json" else console
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
        },
    }
