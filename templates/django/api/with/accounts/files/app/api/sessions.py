"""Who has logged in, for pages that use the API."""

from typing import Any

from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from app.api.description import Problem
from app.api.problems import PROBLEM


class PersonSerializer(serializers.Serializer[Any]):
    """Somebody."""

    id = serializers.IntegerField()
    email = serializers.CharField()
    name = serializers.CharField()


class SessionSerializer(serializers.Serializer[Any]):
    """Who has logged in, and what a request that changes something carries in its header `X-CSRFToken`."""

    csrf_token = serializers.CharField()
    person = PersonSerializer(allow_null=True)


class SessionView(APIView):
    """Who asks."""

    words = ("get_session", "Show who has logged in")

    @extend_schema(responses={200: SessionSerializer, (401, PROBLEM): Problem, (429, PROBLEM): Problem})
    def get(self, request: Request) -> Response:
        """Show who has logged in."""
        person = PersonSerializer(request.user).data if request.user.is_authenticated else None
        told = {"csrf_token": get_token(request), "person": person}
        return Response(told, headers={"Cache-Control": "no-store"})
