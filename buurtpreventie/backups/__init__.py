"""A copy of the database and of the keys, apart from each other, and how it is put back."""
