from django.urls import path

from upstream import views

app_name = "upstream"
urlpatterns = [
    path("", views.index, name="index"),
]
