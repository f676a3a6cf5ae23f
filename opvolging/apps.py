from django.apps import AppConfig


class OpvolgingConfig(AppConfig):
    name = "opvolging"
