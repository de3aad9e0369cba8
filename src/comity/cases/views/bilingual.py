"""The print of a request in two languages side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from comity.cases.access import Permission
from comity.cases.letters.render import render as print_paper
from comity.cases.queries import side_by_side
from comity.cases.views.base import casework, visible_case
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@require_safe
@casework(Permission.REQUEST_READ)
def case_bilingual(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give out the request in both languages as PDF."""
    found, now = visible_case(request, case_id), utc_now()
    answer = HttpResponse(
        print_paper(side_by_side.paper_of(found, now), at=now, strict=False), content_type="application/pdf"
    )  # fmt: skip
    name = found.reference.replace("/", "-") if found.our_reference else str(found.pk)
    answer["Content-Disposition"] = f'attachment; filename="{name}-two-languages.pdf"'
    answer["Cache-Control"] = "no-store, private"
    return answer
