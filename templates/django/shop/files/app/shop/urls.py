"""The paths of the shop."""

from django.urls import path

from app.shop import sales, views

app_name = "shop"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("products/<str:sku>/", views.product, name="product"),
    path("basket/", views.show_basket, name="basket"),
    path("basket/add/", views.add_to_basket, name="add"),
    path("basket/change/", views.change_basket, name="change"),
    path("checkout/", views.checkout, name="checkout"),
    path("orders/", views.my_orders, name="orders"),
    path("orders/<str:key>/", views.order, name="order"),
    path("orders/<str:key>/pay/", views.pay, name="pay"),
    path("orders/<str:key>/cancel/", views.cancel, name="cancel"),
    path("webhook/", views.webhook, name="webhook"),
    path("sales/", sales.index, name="sales"),
    path("sales/<int:number>/", sales.show, name="sale"),
    path("sales/<int:number>/move/", sales.move, name="move"),
]
