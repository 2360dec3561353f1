"""The path of the page."""

from django.urls import path

from app.about import views

app_name = "about"
urlpatterns = [path("", views.index, name="index")]
