from portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# Pages name static files by their hashes as in production; nobody asks for the files, so they are not compressed.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
