"""The board: figures of another source, as charts."""
