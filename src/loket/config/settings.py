"""All settings, read from the environment; docs/admin/settings.md explains each of them."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from loket.config.environment import read_flag, read_list, read_number, read_secret, read_text
from loket.core import database
from loket.documents.rules.limits import MEGABYTE, Limits

ROOT = Path(__file__).resolve().parents[3]
HOME = database.home()
PACKS = ROOT / "packs"

# Who we are
DEBUG = read_flag("LOKET_DEBUG")
DEMO = read_flag("LOKET_DEMO")  # shows the chooser of demo persons; never set it elsewhere
SECRET_KEY = read_secret("LOKET_SECRET_KEY", HOME / "secret")
SEAL_KEY_FILE = read_text("LOKET_SEAL_KEY_FILE", str(HOME / "seal.key"))  # seals what few may read
ALLOWED_HOSTS = read_list("LOKET_HOSTS", ".localhost 127.0.0.1")
ROOT_URLCONF = "loket.config.urls"
WSGI_APPLICATION = "loket.config.wsgi.application"
ASGI_APPLICATION = "loket.config.asgi.application"

MODULES = (
    "loket.core",
    "loket.accounts",
    "loket.people",
    "loket.routing",
    "loket.documents",
    "loket.catalogue",
    "loket.contacts",
    "loket.cases",
    "loket.desk",
    "loket.portal",
    "loket.packs",
    "loket.formdesk",
    "loket.backup",
)
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    *(module for module in MODULES if find_spec(module)),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loket.core.middleware.OrganisationMiddleware",
    "loket.core.bodylimit.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "loket.people.middleware.PersonMiddleware",
    "loket.core.language.LanguageMiddleware",
    "loket.core.leavingout.LeavingOutMiddleware",
    "loket.core.arrived.ArrivedMiddleware",
    "loket.contacts.bell.ReadingMiddleware",
    "loket.core.notlost.NotLostMiddleware",
    "loket.core.error_pages.RuleErrorMiddleware",
]
CSRF_FAILURE_VIEW = "loket.core.error_pages.csrf_failure"
PATHS_WITHOUT_ORGANISATION = {"/gezondheid/"}
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                ("loket.core.folding.Loader", ["django.template.loaders.app_directories.Loader"])
            ],
            "builtins": ["loket.core.templatetags.whose"],
            "context_processors": [
                "django.template.context_processors.csp",
                "django.template.context_processors.request",
                "loket.core.page.page",
                "loket.desk.context.desk_menu",
                "loket.contacts.bell.bell",
                "loket.portal.context.portal",
            ],
        },
    }
]

# The demo: where people choose who they are, and what a bare address shows
DEMO_CHOOSER = "people:demo_chooser"  # by its URL name
DEMO_HOME = "loket.people.views.demo.desks"

# What happens by itself
EVENT_LISTENERS = "loket.config.listeners.LISTENERS"
NEWS_OUT_OF_SIGHT = "loket.cases.outofsight.out_of_sight"
PERIODIC_JOBS = "loket.config.listeners.PERIODIC"

# Data
DATABASES = {"default": database.django_database(role=database.role_of_process())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages: Dutch is the source; regions (nl-be, fr-be, de-be, en-gb) take its catalogue and
# write dates and numbers their own way.
USE_I18N = True
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "loket" / "locale"]
FORMAT_MODULE_PATH = ["loket.config.formats"]
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# Static files: named by their content, so that a browser may keep them for ever
STATIC_URL = "/static/"
STATIC_ROOT = read_text("LOKET_STATIC", str(HOME / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Files that people hand in
MEDIA_ROOT = read_text("LOKET_FILES", str(HOME / "files"))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = ["loket.documents.upload.DiskUploadHandler"]
FILE_LIMITS = Limits(
    file_bytes=read_number("LOKET_FILE_MB", 25) * MEGABYTE,
    slot_files=read_number("LOKET_SLOT_FILES", 10),
    submission_bytes=read_number("LOKET_SUBMISSION_MB", 100) * MEGABYTE,
)
CLAMAV_URL = read_text("CLAMAV_URL", "")

# Accounts
AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "loket.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 60  # seconds without a sign of life, then the session ends
SESSION_LONGEST_SECONDS = 10 * 60 * 60  # a working day; then people sign in anew
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# The web server
WEB_THREADS = 4  # in each process; more of them wait for each other (docs/decisions/server.md)
LIVE_STREAMS = read_number("LOKET_LIVE_STREAMS", 500)  # pages that listen, in each process
LARGEST_REQUEST = FILE_LIMITS.body_bytes  # the files of a whole form, and the words around them

# What a browser may do with our pages
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "worker-src": [CSP.NONE],
}
MAIL_BUNDLE_SECONDS = read_number("LOKET_MAIL_BUNDLE_SECONDS", 20 if DEMO else 600)
HTTPS = read_flag("LOKET_HTTPS")  # behind a proxy that speaks https and says so
PROXIES = read_list("LOKET_PROXIES", "127.0.0.1 ::1")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Host-only cookies: the name's prefix makes the browser refuse them for other hosts.
SESSION_COOKIE_NAME = "__Host-loket" if HTTPS else "loket"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-loket-csrf" if HTTPS else "loket-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# Letters to people, and the port in the links in them where it is not the usual one
PUBLIC_PORT = read_text("LOKET_PUBLIC_PORT", "")
SMTP_URL = read_text("SMTP_URL", "smtp://127.0.0.1:8025")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"known_outage": {"()": "loket.core.outage.KnownOutage"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["known_outage"],
        }
    },
    "loggers": {"procrastinate": {"level": "WARNING"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOKET_LOG_LEVEL", "INFO")},
}
