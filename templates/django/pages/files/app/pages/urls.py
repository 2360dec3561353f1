"""The paths of the pages."""

from django.urls import path

from app.pages import views

app_name = "pages"
urlpatterns = [path("", views.home, name="home")]
