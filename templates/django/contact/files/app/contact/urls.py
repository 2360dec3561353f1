"""The paths of the contact form."""

from django.urls import path

from app.contact import views

app_name = "contact"
urlpatterns = [
    path("", views.form, name="form"),
    path("thanks/", views.thanks, name="thanks"),
]
