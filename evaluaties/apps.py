from django.apps import AppConfig


class EvaluatiesConfig(AppConfig):
    name = "evaluaties"
