"""Settings of the whole site, read once from the environment by strict readers."""

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import (
    is_key_ring,
    is_strong_secret,
    read_choice,
    read_database,
    read_flag,
    read_list,
    read_number,
    read_or_make_secret,
    read_text,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(read_text("FENQI_VAR_DIR") or BASE_DIR / "var")

ENVIRONMENT = read_choice("FENQI_ENVIRONMENT", "development", {"development", "test", "production"})
IS_PRODUCTION = ENVIRONMENT == "production"
IS_DEMO = read_flag("FENQI_DEMO", not IS_PRODUCTION)
DEBUG = read_flag("DEBUG", False)
DEFAULT_SECRET = "development-only-secret-never-used-in-production-0123456789"  # noqa: S105, the start of production refuses it
# Outside production a machine makes its own secret once, so that no two of them share one.
SECRET_KEY = read_text("SECRET_KEY") or (
    DEFAULT_SECRET if IS_PRODUCTION else read_or_make_secret(VAR_DIR / "secret")
)
# Key ring for fields at rest: "id:base64key,id:base64key", the first one writes. Empty: derived from SECRET_KEY.
FIELD_KEYS = read_list("FIELD_KEYS", [])
BLIND_INDEX_KEY = read_text("BLIND_INDEX_KEY")
# Seeds of the company's signing keys (Ed25519), written as the key ring is; the first one signs, all of them verify.
SIGNING_KEYS = read_list("SIGNING_KEYS", [])
ALLOWED_HOSTS = read_list(
    "ALLOWED_HOSTS", [] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = read_text("SITE_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "config.admin.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "accounts",
    "finance",
    "lending",
    "risk",
    "support",
    "operations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "lucide",
]

MIDDLEWARE = [
    "accounts.web.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.web.middleware.user_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.web.session_guard.guard_sessions",
    "accounts.web.middleware.refuse_cleanly",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.web.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": read_database(read_text("DATABASE_URL"), VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = read_text("REDIS_URL")

if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}

# -- people and sessions ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# allauth's check wants the e-mail required where its proof is; our form asks for either address.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "signup": "accounts.forms.sign_up.SignUpForm",
    "login": "accounts.forms.sign_in.SignInForm",
    "reset_password": "accounts.forms.sign_in.ForgottenPasswordForm",
    "add_email": "accounts.forms.sign_in.ChangeEmailForm",
    "change_phone": "accounts.forms.sign_in.ChangeNumberForm",
    "verify_phone": "accounts.forms.sign_in.PhoneCodeForm",
    "confirm_email_verification_code": "accounts.forms.sign_in.EmailCodeForm",
    "confirm_password_reset_code": "accounts.forms.sign_in.PasswordCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 3
# A change of address is offered only where there is an account, which would tell; one signs up anew instead.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PHONE_VERIFICATION_ENABLED = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 600
ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 3
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = 3
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# How long a proof holds is a dated rule (accounts.web.confirm_self); the adapter alone answers.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = read_number("TRUSTED_PROXY_COUNT", 0, minimum=0, maximum=5)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
MFA_TOTP_ISSUER = "Fenqi"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.second_factor.AddKeyForm",
    "edit_webauthn": "accounts.forms.second_factor.RenameKeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False
# Whoever works here leaves a desk behind; a customer's phone is in a pocket.
SESSION_IDLE_SECONDS = {
    "staff": read_number("STAFF_IDLE_MINUTES", 30, minimum=5, maximum=480) * 60,
    "customer": read_number("CUSTOMER_IDLE_MINUTES", 120, minimum=5, maximum=1440) * 60,
}
SESSION_LIFE_SECONDS = {"staff": 8 * 3600, "customer": 24 * 3600}
SESSION_COOKIE_AGE = max(SESSION_LIFE_SECONDS.values())
# Encrypted at rest.
SESSION_ENGINE = "accounts.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# -- security headers ------------------------------------------------------------------------------------
USE_TLS = read_flag("USE_TLS", IS_PRODUCTION)
SECURE_SSL_REDIRECT = USE_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = USE_TLS
CSRF_COOKIE_SECURE = USE_TLS
SECURE_HSTS_SECONDS = 31_536_000 if USE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = USE_TLS
SECURE_HSTS_PRELOAD = USE_TLS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if read_flag("TRUST_FORWARDED_PROTO", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["accounts.web.uploads.BoundedUploadHandler"]

# -- languages and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
USE_I18N = True
LOCALE_PATHS = [
    BASE_DIR / "locale" / room
    for room in ("site", "accounts", "finance", "lending", "risk", "support", "operations")
]
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# -- files -----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": VAR_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- mail, jobs, the bank --------------------------------------------------------------------------------
EMAIL_BACKEND = read_text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if IS_PRODUCTION
    else "accounts.providers.email_sandbox.SandboxEmailBackend",
)
EMAIL_HOST = read_text("EMAIL_HOST", "localhost")
EMAIL_PORT = read_number("EMAIL_PORT", 25, minimum=1, maximum=65535)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "Fenqi 分期 <service@fenqi.example>")

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 7200,
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
        "global_keyprefix": read_text("CELERY_KEY_PREFIX", "fenqi:"),
    }
else:
    CELERY_BROKER_URL = "folder://localhost"
    QUEUE_DIR = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

IDENTITY_PROVIDER = read_text(
    "IDENTITY_PROVIDER", "accounts.providers.identity_sandbox.SandboxIdentityProvider"
)
FACE_PROVIDER = read_text("FACE_PROVIDER", "accounts.providers.face_sandbox.SandboxFaceProvider")
SMS_PROVIDER = read_text("SMS_PROVIDER", "accounts.providers.sms_sandbox.SandboxSmsProvider")
SMS_HTTP_URL = read_text("SMS_HTTP_URL")
SMS_HTTP_KEY = read_text("SMS_HTTP_KEY")
SMS_WEBHOOK_SECRET = read_text("SMS_WEBHOOK_SECRET")
IDENTITY_HTTP_URL = read_text("IDENTITY_HTTP_URL")
IDENTITY_HTTP_KEY = read_text("IDENTITY_HTTP_KEY")
SEAL_PROVIDER = read_text("SEAL_PROVIDER", "accounts.providers.esign_sandbox.SandboxSealProvider")
TIME_STAMP_AUTHORITY = read_text(
    "TIME_STAMP_AUTHORITY", "accounts.providers.esign_sandbox.SandboxTimeStampAuthority"
)
BUREAU_PROVIDER = read_text("BUREAU_PROVIDER", "risk.providers.sandbox_sources.SandboxSource")
BLACKLIST_PROVIDER = read_text("BLACKLIST_PROVIDER", "risk.providers.sandbox_sources.SandboxSource")
BUREAU_HTTP_URL = read_text("BUREAU_HTTP_URL")
BUREAU_HTTP_KEY = read_text("BUREAU_HTTP_KEY")
BLACKLIST_HTTP_URL = read_text("BLACKLIST_HTTP_URL")
BLACKLIST_HTTP_KEY = read_text("BLACKLIST_HTTP_KEY")
BUREAU_REPORT_PROVIDER = read_text(
    "BUREAU_REPORT_PROVIDER", "risk.providers.sandbox_reporting.SandboxReporter"
)
BUREAU_REPORT_URL = read_text("BUREAU_REPORT_URL")
BUREAU_REPORT_KEY = read_text("BUREAU_REPORT_KEY")
CUSTODY_GATEWAY = read_text("CUSTODY_GATEWAY", "finance.custody.sandbox_gateway.SandboxGateway")
# The custody account as the bank's statements name it.
CUSTODY_ACCOUNT = read_text("CUSTODY_ACCOUNT", "FENQI-CUSTODY")
CUSTODY_WEBHOOK_SECRET = read_text("CUSTODY_WEBHOOK_SECRET") or DEFAULT_SECRET + "-custody"
RULE_PACK = read_choice("RULE_PACK", "cn-p2p-2016", {"cn-p2p-2016", "cn-consumer-finance-2024"})
CLOSE_AUTOMATICALLY = read_flag("CLOSE_AUTOMATICALLY", True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "accounts.web.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "accounts.web.logs.JsonFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "json"}
    },
    "root": {"handlers": ["stderr"], "level": read_text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Says every table of the font that it leaves out, for every paper.
        "fontTools": {"level": "WARNING"},
    },
}

# A worker of a parallel test run was not started by the name of the runner.
TEST_RUN = "pytest" in Path(sys.argv[0]).name or "PYTEST_XDIST_WORKER" in os.environ or ENVIRONMENT == "test"
if TEST_RUN:
    STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}


def refuse_unsafe_production() -> None:
    """Refuse to start in production with a weak secret or key, DEBUG, or a database without a password."""
    wrong = []
    secrets = (SECRET_KEY, CUSTODY_WEBHOOK_SECRET)
    if any(not is_strong_secret(key) or key.startswith(DEFAULT_SECRET) for key in secrets):
        wrong.append(
            "SECRET_KEY and CUSTODY_WEBHOOK_SECRET must be set, "
            "each at least 50 characters, of which 10 are different"
        )
    if not FIELD_KEYS or not is_key_ring(FIELD_KEYS):
        wrong.append("FIELD_KEYS must be id:base64 pairs of 32 bytes each, every id once")
    if not SIGNING_KEYS or not is_key_ring(SIGNING_KEYS):
        wrong.append("SIGNING_KEYS must be id:base64 pairs of 32 bytes each, every id once")
    if len(BLIND_INDEX_KEY) < 32:
        wrong.append("BLIND_INDEX_KEY must be at least 32 characters")
    if DEBUG:
        wrong.append("DEBUG must be off")
    if IS_DEMO:
        wrong.append("FENQI_DEMO must be off")
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        wrong.append("ALLOWED_HOSTS must name the site's hosts")
    if not DATABASES["default"].get("PASSWORD"):
        wrong.append("DATABASE_URL must name a PostgreSQL database with a password")
    if wrong:
        raise ImproperlyConfigured("Production start refused: " + "; ".join(wrong) + ".")


if IS_PRODUCTION:
    refuse_unsafe_production()
