from django.apps import AppConfig


class RondesConfig(AppConfig):
    name = "teams.rondes"
