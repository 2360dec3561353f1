"""The records for other programs: JSON at `/api/v1/`, described at `/api/openapi.json` and shown at `/api/docs/`."""
