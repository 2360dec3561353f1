from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("", views.OrderListView.as_view(), name="list"),
    path("checkout/", views.CheckoutView.as_view(), name="checkout"),
    path("<uuid:token>/", views.OrderDetailView.as_view(), name="detail"),
    path("<uuid:token>/cancel/", views.cancel, name="cancel"),
]
