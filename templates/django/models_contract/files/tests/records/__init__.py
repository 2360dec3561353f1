"""The records: how they are kept, and who may do what with them."""
