"""Settings of the tests: a database that forgets, a quick hasher, files in memory."""

from loket.config.environment import read_text
from loket.config.settings import *  # noqa: F403  the tests change only what follows
from loket.core import database

SECRET_KEY = "tests"  # noqa: S105  it guards nothing
DATABASES = {"default": database.django_database("test", database.role_of_process())}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SMTP_URL = read_text("SMTP_URL", "smtp://127.0.0.1:1")  # nobody listens there
MEDIA_ROOT = str(database.home() / "files_of_tests")
WHITENOISE_AUTOREFRESH = True  # finds the files where they lie; nothing is collected
