"""The board: what it shows of its source, and what it does when the source fails."""
