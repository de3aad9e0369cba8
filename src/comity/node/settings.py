"""Django's settings, all derived from `comity.node.config.NodeConfig`. There is nothing to edit here."""

from __future__ import annotations

from secrets import token_urlsafe

import csp.constants
from django.utils.translation import gettext_lazy as _

from comity.node import open_urls
from comity.node.config import NodeConfig
from comity.node.database import database_from
from comity.node.logs import logging_settings

NODE = NodeConfig()

DEBUG = False
ALLOWED_HOSTS = NODE.hosts
# Without a key the node still starts (to be initialised, to show its help); a system check refuses production.
SECRET_KEY_GIVEN = bool(NODE.secret())
SECRET_KEY = NODE.secret() or token_urlsafe(48)
COMITY_OPEN_URLS = open_urls.OPEN
COMITY_ENROLMENT_URLS = open_urls.ENROLMENT
COMITY_SIGNED_IN_URLS = open_urls.SIGNED_IN
COMITY_PROGRAM_URLS = open_urls.PROGRAMS

INSTALLED_APPS = [
    "comity.core",
    "comity.directory",
    "comity.library",
    "comity.exchange",
    "comity.cases",
    "comity.node",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "comity.core.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comity.core.interface.InterfaceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comity.core.doors.AccessMiddleware",
]

ROOT_URLCONF = "comity.node.urls"
WSGI_APPLICATION = "comity.node.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_from(NODE.database_url.get_secret_value(), data=NODE.data)}
CACHES = {
    "default": {  # counts of who knocks how often; so many that one who comes from many addresses drives none out
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": NODE.node_id,
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "comity.core.interface.interface",
            ],
        },
    }
]
FORM_RENDERER = "comity.core.forms.FormRenderer"

# --- who signs in, and how -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.Officer"
AUTHENTICATION_BACKENDS = ["comity.core.accounts.backends.OfficerBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "comity.core.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {
    "login": "comity.core.accounts.forms.LoginForm",
    "change_password": "comity.core.accounts.forms.ChangePasswordForm",
    "reauthenticate": "comity.core.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {"enrol": "10/m/ip", "login_failed": "20/m/ip,5/300s/key", "login": "60/m/ip"}
MFA_ADAPTER = "comity.core.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "comity.core.accounts.forms.AuthenticateForm",
    "reauthenticate": "comity.core.accounts.forms.ReauthenticateSecondFactorForm",
    "activate_totp": "comity.core.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "comity.core.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "comity.core.accounts.forms.PasskeyForm",
    "login_webauthn": "comity.core.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "comity.core.accounts.forms.PasskeyAgainForm",
    "edit_webauthn": "comity.core.accounts.forms.EditPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TRUST_ENABLED = False
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = f"Comity {NODE.state}"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not NODE.production

# --- sessions and cookies: each node its own, also on one host ---------------------------------------------------
SESSION_ENGINE = "comity.core.accounts.sessions"
SESSION_COOKIE_NAME = f"{NODE.cookie_prefix}session"
SESSION_COOKIE_AGE = NODE.session_hours * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = NODE.production
CSRF_COOKIE_NAME = f"{NODE.cookie_prefix}csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = NODE.production
CSRF_FAILURE_VIEW = "comity.core.pages.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [NODE.url] if NODE.url.startswith("https://") else []
LANGUAGE_COOKIE_NAME = f"{NODE.cookie_prefix}language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = NODE.production
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- what a browser may do with our pages --------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.constants.SELF],
        "object-src": [csp.constants.NONE],
        "base-uri": [csp.constants.NONE],
        "form-action": [csp.constants.SELF],
        "frame-ancestors": [csp.constants.NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing leaves for other hosts. "no-referrer" would make browsers send forms with `Origin: null`, which are refused.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = NODE.production and not NODE.trust_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if NODE.trust_proxy else None
SECURE_HSTS_SECONDS = 63_072_000 if NODE.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = NODE.production
DATA_UPLOAD_MAX_MEMORY_SIZE = NODE.max_form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# No upload handler may write to a disk: evidence comes in parts through its own views and is sealed as it arrives.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024**2

# --- languages -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
_NATIVE_NAMES = {"en": _("English"), "zh-hans": _("Simplified Chinese"), "ar": _("Arabic")}
LANGUAGES = [(tag, _NATIVE_NAMES.get(tag, tag)) for tag in dict.fromkeys([*NODE.languages, *NODE.test_languages])]
USE_I18N = True
USE_TZ = True
TIME_ZONE = NODE.time_zone
# A catalogue for a test language is made by whoever tests, in the data folder; there is none in real work.
LOCALE_PATHS = [NODE.data / "locale"] if NODE.test_languages else []
FORMAT_MODULE_PATH = ["comity.core.formats"]

# --- static files: served by the process itself, out of the installed packages --------------------------------------
STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 600

LOGGING = logging_settings(log_format=NODE.log_format, level=NODE.log_level)
SILENCED_SYSTEM_CHECKS = [
    "security.W004",  # HSTS: set in production, checked by comity.node.checks
    "security.W008",  # TLS redirect: the same
    "security.W012",  # secure session cookie: the same
    "security.W016",  # secure CSRF cookie: the same
    "security.W009",  # length of the generated key: comity.node.checks looks at the given one
    "security.W021",  # HSTS preload is the host name's owner's decision
]
