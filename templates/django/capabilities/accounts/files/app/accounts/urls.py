"""The paths of the accounts: ours, and those of allauth's views that we have pages for.

Their names are allauth's, which looks for them.
"""

from allauth.account import views as allauth
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from app.accounts import views

urlpatterns = [
    path("signup/", allauth.signup, name="account_signup"),
    path("confirm-email/", allauth.email_verification_sent, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", allauth.confirm_email, name="account_confirm_email"),
    path("login/", allauth.login, name="account_login"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("logout/", allauth.logout, name="account_logout"),
    path("password/change/", never_cache(allauth.password_change), name="account_change_password"),
    path("password/set/", never_cache(allauth.password_set), name="account_set_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    path("password/reset/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        never_cache(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("profile/", views.profile, name="profile"),
    path("delete/", views.delete, name="delete_account"),
]
