"""All addresses of the house, one file per room; handlers that must stand when nothing else does."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("teams.urls")),
    path("", include("teams.rondes.urls")),
    path("", include("meldingen.urls")),
    path("", include("trainingen.urls")),
    path("", include("opvolging.urls")),
    path("", include("evaluaties.urls")),
    path("", include("buurtpreventie.ui.urls")),
    path("", include("buurtpreventie.accounts.urls")),
    path("platform/", admin.site.urls),
]
if settings.DEMO or settings.TESTING:
    urlpatterns.append(path("", include("opvolging.demo_urls")))

handler400 = "buurtpreventie.ui.views.bad_request"
handler403 = "buurtpreventie.ui.views.permission_denied"
handler404 = "buurtpreventie.ui.views.page_not_found"
handler500 = "buurtpreventie.ui.views.server_error"
