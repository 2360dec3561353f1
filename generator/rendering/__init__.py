"""Rendering of plans to trees."""
