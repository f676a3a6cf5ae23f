"""Who hears what about rounds, and under which key."""
