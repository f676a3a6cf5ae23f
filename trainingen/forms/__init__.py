"""What people fill in about trainings."""
