from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "buurtpreventie.ui"
