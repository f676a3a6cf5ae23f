"""The web process: ``gunicorn buurtpreventie.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from buurtpreventie.start import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
application = get_wsgi_application()
refuse_unsafe_start()
