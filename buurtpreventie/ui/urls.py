"""Pages that belong to no app."""

from django.urls import path

from buurtpreventie.ui import views, wellknown

app_name = "ui"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.toegankelijkheid, name="toegankelijkheid"),
    path("hulp/", views.hulp, name="hulp"),
    path("wat-mag/", views.grenzen, name="grenzen"),
    path(".well-known/security.txt", wellknown.security_txt, name="security_txt"),
    path("robots.txt", wellknown.robots_txt, name="robots_txt"),
    path("stijlgids/", views.stijlgids, name="stijlgids"),
    path("stijlgids/<slug:naam>/", views.voorbeeld, name="voorbeeld"),
]
