"""Where search engines need not look, and where they find all there is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The file that they ask for first."""
    context = {"sitemap": request.build_absolute_uri("/sitemap.xml")}
    return render(request, "articles/robots.txt", context, content_type="text/plain")


urlpatterns = [path("", robots)]
