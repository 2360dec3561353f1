"""The path of the people."""

from django.urls import path

from app.people import views

urlpatterns = [path("", views.people, name="people")]
