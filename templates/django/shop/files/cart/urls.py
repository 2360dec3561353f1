from django.urls import path

from cart import views

app_name = "cart"
urlpatterns = [
    path("", views.CartView.as_view(), name="detail"),
    path("<int:pk>/add/", views.add, name="add"),
    path("<int:pk>/update/", views.update, name="update"),
]
