"""The web process: ``gunicorn buurtpreventie.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
application = get_wsgi_application()
