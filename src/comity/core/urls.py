"""The addresses of `core`."""

from __future__ import annotations

from django.urls import include, path

from comity.core.accounts import views as accounts
from comity.core.audit import views as audit
from comity.core.doctor import views as doctor
from comity.core.mail import views as mail
from comity.core.officers import absence_views
from comity.core.officers import views as officers
from comity.core.pages import views as pages
from comity.core.programs import views as programs

urlpatterns = [
    path("healthz", pages.healthz, name="healthz"),
    path("language/", pages.choose_language, name="language"),
    path("law/articles/<str:code>/", pages.article, name="article"),
    path("style/", pages.style, name="style"),
    path("settings/", pages.authority_settings, name="settings"),
    path("enrol/", accounts.enrol, name="enrol"),
    path("account/", accounts.account, name="account"),
    path("account/signing-key/", accounts.signing_key, name="signing-key"),
    path("account/away/", absence_views.absences, name="absences"),
    path("account/away/<uuid:absence_id>/end/", absence_views.absence_end, name="absence-end"),
    path("account/away/<uuid:absence_id>/decide/", absence_views.absence_decide, name="absence-decide"),
    path("account/mail/", mail.mail, name="mail"),
    path("account/mail/test/", mail.mail_test, name="mail-test"),
    path("account/mail/off/", mail.mail_off, name="mail-off"),
    path("account/", include("comity.core.accounts.urls")),
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.officer_create, name="officer-create"),
    path("officers/<uuid:officer_id>/", officers.officer, name="officer"),
    path("officers/<uuid:officer_id>/change/", officers.officer_change, name="officer-change"),
    path("officers/<uuid:officer_id>/active/", officers.officer_active, name="officer-active"),
    path("officers/<uuid:officer_id>/code/", officers.enrolment_issue, name="enrolment-issue"),
    path("officers/<uuid:officer_id>/role/", officers.role_propose, name="role-propose"),
    path("officers/<uuid:officer_id>/reset/", officers.reset_propose, name="reset-propose"),
    path("officers/roles/<uuid:grant_id>/decide/", officers.role_decide, name="role-decide"),
    path("officers/roles/<uuid:grant_id>/revoke/", officers.role_revoke, name="role-revoke"),
    path("officers/resets/<uuid:reset_id>/decide/", officers.reset_decide, name="reset-decide"),
    path("programs/", programs.programs, name="programs"),
    path("programs/<uuid:program_id>/end/", programs.program_end, name="program-end"),
    path("audit/", audit.entries, name="audit"),
    path("audit/verify/", audit.verify, name="audit-verify"),
    path("doctor/", doctor.doctor, name="doctor"),
]
