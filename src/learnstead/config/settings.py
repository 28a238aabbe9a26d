"""Django's settings, all derived from the configuration."""

from urllib.parse import parse_qsl, unquote, urlsplit

from learnstead.config.configuration import from_environment
from learnstead.config.places import CHECKOUT

CONFIG = from_environment()

SECRET_KEY = CONFIG.secret_key
DEBUG = CONFIG.debug
ALLOWED_HOSTS = list(CONFIG.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [CONFIG.url]

INSTALLED_APPS = [
    "learnstead.config.apps.LearnsteadConfig",
    "learnstead.people.apps.PeopleConfig",
    "learnstead.studio.apps.StudioConfig",
    "learnstead.video.apps.VideoConfig",
    "learnstead.learn.apps.LearnConfig",
    "learnstead.adapters.run_log.apps.RunLogConfig",
    "learnstead.adapters.ledger.apps.LedgerConfig",
    "learnstead.adapters.inbox.apps.InboxConfig",
    "learnstead.adapters.vectors.apps.VectorsConfig",
    "learnstead.adapters.encoding.apps.EncodingConfig",
    "procrastinate.contrib.django",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "learnstead.video.web.intake.tus.pieces_by_pass",
    "django.middleware.security.SecurityMiddleware",
    "learnstead.config.security.content_security_policy",
    "learnstead.config.security.addresses_without_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "learnstead.config.urls"
WSGI_APPLICATION = "learnstead.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            CHECKOUT / "src/learnstead/config/templates",
            CHECKOUT / "src/learnstead/people/web/templates",
            CHECKOUT / "src/learnstead/studio/web/templates",
            CHECKOUT / "src/learnstead/video/web/templates",
            CHECKOUT / "src/learnstead/learn/web/templates",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "following": "learnstead.learn.web.following.tags",
                "prose": "learnstead.learn.web.reading",
                "samples": "learnstead.learn.web.samples",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "learnstead.learn.web.lists.marks.marks",
                "learnstead.learn.web.addresses.about_address",
            ],
        },
    },
]


def _database(url: str) -> dict[str, object]:
    """Django's form of a ``postgresql://`` address; a socket directory may stand in ``?host=``."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/") or "learnstead",
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASES = {"default": _database(CONFIG.database_url)}
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "/sign-in/"
SIGN_UP_OPEN = CONFIG.sign_up_open
LOGIN_REDIRECT_URL = "/studio/"
LOGOUT_REDIRECT_URL = "/"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [
    CHECKOUT / "src/learnstead/config/static",
    CHECKOUT / "src/learnstead/studio/web/static",
    CHECKOUT / "src/learnstead/video/web/static",
    CHECKOUT / "src/learnstead/learn/web/static",
]
# Whitenoise looks files up where they lie, so that no collectstatic stands between a checkout and a page.
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.secure
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

# How far the header is believed that says where a request comes from, and what one address may ask of the API.
TRUSTED_PROXIES = CONFIG.trusted_proxies
API_REQUESTS_PER_MINUTE = CONFIG.api_requests_per_minute

# Pages that are the same for every visitor may be so old where something else than the catalogue changed on them.
PAGES_REMEMBERED_SECONDS = 60

# An upload above this many bytes goes to a temporary file instead of memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Pages may be long: a 12 MB Markdown file is content, not an attack.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
# A menu of some hundred entries is a form of some thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
