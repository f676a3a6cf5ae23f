from django.apps import AppConfig


class TrainingenConfig(AppConfig):
    name = "trainingen"
