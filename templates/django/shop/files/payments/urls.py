from django.conf import settings
from django.urls import path

from payments import views

app_name = "payments"
urlpatterns = [
    path("webhook/", views.webhook, name="webhook"),
    path("<uuid:token>/start/", views.start, name="start"),
    path("<uuid:token>/return/", views.complete, name="return"),
]
if settings.PAYMENT_PROVIDER == "payments.fake.FakeProvider":
    from payments import fake

    urlpatterns += fake.urlpatterns
