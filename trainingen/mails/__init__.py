"""Who hears what about trainings, and under which key."""
