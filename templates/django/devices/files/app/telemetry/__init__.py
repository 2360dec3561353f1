"""Devices: their keys, and what they send."""
