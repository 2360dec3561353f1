"""The URLs of the accounts: the profile, and allauth's own."""

from django.urls import include, path

from app.accounts import views

urlpatterns = [
    path("confirm-email/<str:key>/", views.ConfirmEmailView.as_view(), name="account_confirm_email"),
    path("profile/", views.profile, name="profile"),
    path("delete/", views.delete, name="delete_account"),
    path("", include("allauth.urls")),
]
