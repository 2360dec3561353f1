"""Facts: what is true of a plan, by name. Templates and manifests test facts, never expressions."""

from __future__ import annotations

from collections.abc import Collection

from generator.catalog.templates import is_capability
from generator.models.views import FieldView, ModelView
from generator.plan.planner import Plan

PACKAGES = {
    "has_email_validator": "email-validator",
    "has_httpx_retries": "httpx-retries",
    "has_structlog": "structlog",
    "has_swagger_ui": "flask-swagger-ui",
}
"""Packages that `minimal_dependencies` leaves out, by the fact that the project depends on them."""

SMALL = 3
"""The most models that a project of an API alone has in one module."""


def facts(plan: Plan, models: Collection[ModelView]) -> dict[str, bool]:
    """Return every fact of a plan whose models templates see as `models`; each capability is a fact of its own name."""
    page_models = [model for model in models if model.pages]
    is_small_api = _is_small_api(plan, models)
    types = {field.type for model in models for field in model.fields}
    packages = {entry["id"] for entry in plan.collections.get("dependencies", ())}
    layers = {layer.capability for layer in plan.layers}
    chosen = {id: id in plan.capabilities for id in filter(is_capability, plan.template.layers)}
    return (
        {fact: package in packages for fact, package in PACKAGES.items()}
        | chosen
        | _api_facts([model for model in models if model.api])
        | {
            "is_package": "base" in layers,
            "has_choices": not types.isdisjoint({"bool", "choice"}),
            "has_formats": not types.isdisjoint({"bool", "choice", "datetime"}),
            "has_moments": any(_is_moment(field) for model in models for field in model.fields),
            "has_ranges": any(f.type in ("datetime", "time") for model in page_models for f in model.limited_fields),
            "has_renamed_inputs": any(f.input_name != f.name for model in page_models for f in model.fields),
            "has_owned_models": any(model.owner for model in models),
            "has_admin_rights": any("admin" in (model.read, model.write) for model in models),
            "has_html": not {"pages", "api"}.isdisjoint(plan.capabilities),
            "has_production_example": not layers.isdisjoint({"contract_fixtures", "diagnostics"}),
            "has_one_module": is_small_api,
            "has_model_modules": not is_small_api,
            "has_user_signals": bool(plan.collections.get("user_signals")),
            "has_github": "project" in layers and "gitlab" not in layers,
            "has_extensions": bool(plan.collections.get("extensions")),
        }
    )


def _api_facts(models: Collection[ModelView]) -> dict[str, bool]:
    return {
        "has_api_times": any(field.type == "time" for model in models for field in model.fields),
        "has_api_uploads": any(model.upload_fields for model in models),
        "has_checked_references": any(model.checked_references for model in models),
    }


def _is_small_api(plan: Plan, models: Collection[ModelView]) -> bool:
    """Return whether an API is all there is of a few models, which have no functions, files or owners."""
    return (
        "api" in plan.capabilities
        and {"admin", "pages"}.isdisjoint(plan.capabilities)
        and len(models) <= SMALL
        and not any(
            model.time_default_fields or model.json_default_fields or model.upload_fields or model.owner
            for model in models
        )
    )


def _is_moment(field: FieldView) -> bool:
    """Return whether a field is a point in time, or has the present one as its default."""
    return field.type == "datetime" or (field.type in ("date", "time") and field.default_now)
