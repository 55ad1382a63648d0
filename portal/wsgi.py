import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from portal.accounts import demonstration  # noqa: E402  # the apps are ready only now

demonstration.refuse_to_start()
