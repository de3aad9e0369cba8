"""Health, the choice of language, articles of the Convention, the sheet of all parts."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comity.core import access
from comity.core.articles import is_article, rule_of
from comity.core.menu import settings_for
from comity.core.pages.samples import samples
from comity.core.policies import Permission

YEAR = 365 * 24 * 3600


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer whether this process and its database are there. Says nothing else."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: in the officer's record, and in a cookie for the sign-in page."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if language not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


@require_safe
@access.needs(Permission.ARTICLE_VIEW)
def article(request: HttpRequest, code: str) -> HttpResponse:
    """Show a rule of the Convention in the reader's language."""
    if not is_article(code):
        raise Http404
    context = {
        "page_title": _("Article %(code)s") % {"code": code},
        "code": code,
        "rule": rule_of(code, get_language() or "en"),
    }
    return render(request, "core/article.html", context)


@require_safe
@access.needs(Permission.SETTINGS_VIEW)
def authority_settings(request: HttpRequest) -> HttpResponse:
    """Lead to what the authority has set for itself: only to what the reader may open."""
    return render(request, "core/settings.html", {"page_title": _("Settings"), "settings": settings_for(request)})


@require_safe
@access.needs(Permission.STYLE_VIEW)
def style(request: HttpRequest) -> HttpResponse:
    """Show every component once, for eyes and for the accessibility tests. In no navigation."""
    return render(request, "core/style.html", {"page_title": _("All parts of a page"), **samples(request.GET)})
