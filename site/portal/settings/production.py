"""A town in service: everything comes from the environment, and nothing unsafe is let through.

Must be set: GONGKAI_SECRET_KEY, GONGKAI_ALLOWED_HOSTS, GONGKAI_BASE_URL, GONGKAI_DATABASE_URL.
docs/architecture.md lists every variable. Whatever is missing or unsafe raises
``ImproperlyConfigured`` with a sentence that says what to set.
"""

from __future__ import annotations

from copy import deepcopy
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - the Django idiom for layered settings
from .base import CACHES as LOCAL_CACHES
from .base import LOGGING as LINES
from .base import MIDDLEWARE as SITE_MIDDLEWARE
from .base import SQLITE_OPTIONS, env

MINIMUM_SECRET_LENGTH = 50  # what `manage.py check --deploy` asks for


def required(name: str, example: str) -> str:
    """Return an environment variable that has no sensible default."""
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment, e.g. {example}")
    return value


if env.bool("GONGKAI_DEBUG", False) or env.bool("DEBUG", False):
    raise ImproperlyConfigured(
        "DEBUG shows settings and source to every visitor. Production does not start with it: "
        "unset GONGKAI_DEBUG and DEBUG."
    )
DEBUG = False

SECRET_KEY = required("GONGKAI_SECRET_KEY", "the output of `openssl rand -base64 48`")
if len(SECRET_KEY) < MINIMUM_SECRET_LENGTH or len(set(SECRET_KEY)) < 5:  # noqa: PLR2004 - as Django
    raise ImproperlyConfigured(
        f"GONGKAI_SECRET_KEY is too simple: use at least {MINIMUM_SECRET_LENGTH} random "
        "characters, e.g. the output of `openssl rand -base64 48`."
    )
if SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured(
        "GONGKAI_SECRET_KEY is a default that others know. Make your own, e.g. with "
        "`openssl rand -base64 48`."
    )
SECRET_KEY_FALLBACKS: list[str] = env.list("GONGKAI_SECRET_KEY_FALLBACKS", [])

WAGTAILADMIN_BASE_URL = required("GONGKAI_BASE_URL", "https://www.example.gov.cn")
if urlsplit(WAGTAILADMIN_BASE_URL).scheme != "https":
    raise ImproperlyConfigured(
        f"GONGKAI_BASE_URL is {WAGTAILADMIN_BASE_URL!r}. It must begin with https://, since "
        "cookies are sent over HTTPS only."
    )
ALLOWED_HOSTS = [
    host.strip() for host in required("GONGKAI_ALLOWED_HOSTS", "www.example.gov.cn").split(",")
]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "GONGKAI_ALLOWED_HOSTS is `*`. Name the hosts of the site, separated by commas."
    )
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]

DATABASE_URL = required("GONGKAI_DATABASE_URL", "postgres://gongkai:password@db/gongkai")
try:
    DATABASES = {
        "default": dj_database_url.parse(
            DATABASE_URL,
            conn_max_age=env.int("GONGKAI_DATABASE_MAX_AGE", 60),
            conn_health_checks=True,
        )
    }
except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as error:
    # The address holds a password, so it is not repeated here.
    raise ImproperlyConfigured(
        "GONGKAI_DATABASE_URL cannot be read. Write postgres://user:password@host/name or "
        "sqlite:////path/to/file.sqlite3"
    ) from error
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS

CACHE_URL = env.str("GONGKAI_CACHE_URL", "")
CACHES = (
    {
        "default": {
            "BACKEND": "portal.caches.ForgivingRedisCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": "gongkai",
            # Seconds. A cache that does not answer at once is none.
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
        }
    }
    if CACHE_URL
    else LOCAL_CACHES
)

# Without a cluster the search lies in the database.
ELASTICSEARCH_URLS: list[str] = env.list("GONGKAI_ELASTICSEARCH_URL", [])
if ELASTICSEARCH_URLS:
    WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.backends.elasticsearch9",
            "URLS": ELASTICSEARCH_URLS,
            "INDEX_PREFIX": env.str("GONGKAI_ELASTICSEARCH_PREFIX", "gongkai_"),
        }
    }

# The web server in front sends the files that the application names to it.
GONGKAI_REVIEW_ACCEL_LOCATION = env.str("GONGKAI_ACCEL_LOCATION", "")

# A name, a count and a line for each request, whatever answers it.
MIDDLEWARE = ["operations.middleware.RequestMiddleware", *SITE_MIDDLEWARE]
GONGKAI_OPERATIONS_METRICS_TOKEN = env.str("GONGKAI_METRICS_TOKEN", "")
GONGKAI_OPERATIONS_METRICS_NETWORKS: list[str] = env.list("GONGKAI_METRICS_NETWORKS", [])
GONGKAI_OPERATIONS_ACCESS_LOG = env.bool("GONGKAI_ACCESS_LOG", True)
GONGKAI_OPERATIONS_PROXY_KEEPS_PAGES = env.bool("GONGKAI_PROXY_KEEPS_PAGES", False)
GONGKAI_OPERATIONS_BACKUP_DIR = env.str("GONGKAI_BACKUP_DIR", "")
GONGKAI_OPERATIONS_BACKUP_KEEP = env.int("GONGKAI_BACKUP_KEEP", 14)
GONGKAI_OPERATIONS_BACKUP_AT = env.str("GONGKAI_BACKUP_AT", "02:30")

# One JSON object a line on stderr, for whatever gathers logs; `text` for a reader at a terminal.
LOGGING = deepcopy(LINES)
LOGGING["formatters"]["json"] = {"()": "operations.logs.Formatter"}
LOGGING["handlers"]["stderr"] = {
    "class": "logging.StreamHandler",
    "formatter": "line" if env.str("GONGKAI_LOG_FORMAT", "json") == "text" else "json",
}
# What `db_worker` tells of each task has the task's name, and none of its arguments.
LOGGING["loggers"] |= {"gongkai": {"level": "INFO"}, "django_tasks": {"level": "INFO"}}

SECURE_SSL_REDIRECT = env.bool("GONGKAI_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/(live|ready)$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.int("GONGKAI_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("GONGKAI_HSTS_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.bool("GONGKAI_BEHIND_PROXY", False):
    # Only a proxy that sets this header itself may be trusted with it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

EMAIL_HOST = env.str("GONGKAI_EMAIL_HOST", "")
EMAIL_PORT = env.int("GONGKAI_EMAIL_PORT", 465)
EMAIL_HOST_USER = env.str("GONGKAI_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("GONGKAI_EMAIL_PASSWORD", "")
EMAIL_USE_SSL = env.bool("GONGKAI_EMAIL_SSL", True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("GONGKAI_EMAIL_FROM", EMAIL_HOST_USER or "webmaster@localhost")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

GONGKAI_REFUSE_UNSAFE_START = True
