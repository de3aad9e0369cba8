"""Work done later, by a table: no broker, nothing lost by a killed process.

Tables owned: `Job`, `WorkerBeat`. Words: a job is *waiting*, *running* (under a lease that its worker renews), *done*
or *dead* (a person must look). A *slot* is one turn of periodic work. Why not a library:
`docs/adr/0001-own-job-table.md`. Start reading at `registry` (declaring), `actions` (enqueueing), then `worker`.
"""

from comity.core.jobs.actions import enqueue
from comity.core.jobs.registry import Backoff, Payload, job, periodic
from comity.core.jobs.worker import work, work_all

__all__ = ["Backoff", "Payload", "enqueue", "job", "periodic", "work", "work_all"]
