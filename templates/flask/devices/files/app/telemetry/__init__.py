"""Devices: their keys, what they send at `/api/v1/telemetry/`, and what of it is read."""

from flask import Flask

from app.telemetry import commands


def init_app(app: Flask) -> None:
    commands.init_app(app)
