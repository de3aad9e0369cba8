"""Error pages, in the reader's language, saying what happened and how to go on; never what was inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from comity.core.access import Denied


def page(request: HttpRequest, status: int, heading: str, detail: str, *, article: str = "") -> HttpResponse:
    """Return an error page."""
    context = {"status": status, "heading": heading, "detail": detail, "article": article}
    return render(request, "core/error.html", context, status=status)


def denied(request: HttpRequest, reason: Denied) -> HttpResponse:
    """403: inside the reader's reach, but not permitted; with the reason."""
    return page(request, 403, _("You may not do this"), str(reason.reason), article=reason.article)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    del exception
    return page(
        request, 400, _("This could not be understood"), _("Go back, check what was entered, and try once more.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 without a reason object."""
    del exception
    return page(request, 403, _("You may not do this"), _("Your roles do not include one that may do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not for this reader; the answer is the same."""
    del exception
    return page(
        request,
        404,
        _("There is no such page here"),
        _("The address may be wrong, or what it names is not open to you. Nothing was changed."),
    )


def overtaken(request: HttpRequest) -> HttpResponse:
    """409: somebody else acted on it since the page was opened."""
    return page(
        request,
        409,
        _("This no longer stands as you saw it"),
        _("Somebody acted on it meanwhile. Nothing was changed now; go back and look at how it stands."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the one page that must not depend on the session or the database."""
    del request
    return HttpResponse(SERVER_ERROR, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came from elsewhere, or the page was open for too long."""
    del reason
    return page(
        request,
        403,
        _("This page was open for too long"),
        _("For your safety the form was not accepted. Go back, reload the page and send it again."),
    )


SERVER_ERROR = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Comity</title><link rel="stylesheet" href="/static/core/comity.css">
<main class="page"><h1>Something went wrong in this node</h1>
<p>Nothing was sent and nothing half done was kept. Go back and try again; if it happens again, tell your
administrator the time.</p>
<div lang="zh-hans"><h2>本节点出现错误</h2>
<p>没有发送任何内容，也没有保存任何未完成的操作。请返回重试；如再次发生，请将时间告知管理员。</p></div>
<p><a href="/">Comity</a></p></main></html>
"""
