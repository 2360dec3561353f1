"""The path of the board."""

from django.urls import path

from app.board import views

app_name = "board"
urlpatterns = [path("", views.index, name="index")]
