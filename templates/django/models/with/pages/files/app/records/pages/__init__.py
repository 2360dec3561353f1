"""What is particular to the pages of each kind of record."""
