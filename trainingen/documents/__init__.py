"""What goes on paper around an evening: one file per document."""
