"""Devices: how they are known, and what becomes of what they send."""
