"""Everything that changes a round: lock, check, change, record, queue."""
