"""What happens to trainings: one function per event, the only place that changes rows."""
