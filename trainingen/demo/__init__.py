"""Trainings of the demo, played through the real actions."""
