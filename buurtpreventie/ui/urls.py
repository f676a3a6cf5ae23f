"""Pages that belong to no app."""

from django.urls import path

from buurtpreventie.ui import views

app_name = "ui"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.toegankelijkheid, name="toegankelijkheid"),
    path("hulp/", views.hulp, name="hulp"),
    path("wat-mag/", views.grenzen, name="grenzen"),
    path("stijlgids/", views.stijlgids, name="stijlgids"),
    path("stijlgids/<slug:naam>/", views.voorbeeld, name="voorbeeld"),
]
