"""Pages of trainings."""
