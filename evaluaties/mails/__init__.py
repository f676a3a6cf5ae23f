"""Who hears what about evaluations, and under which key."""
