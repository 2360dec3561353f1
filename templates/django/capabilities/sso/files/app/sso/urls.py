"""The paths of the single sign-on, to allauth's views.

Their names are allauth's, which looks for them.
"""

from allauth.socialaccount import views
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import path

PROVIDER = {"provider_id": "sso"}

urlpatterns = [
    path("login/", openid_connect.login, PROVIDER, name="openid_connect_login"),
    path("callback/", openid_connect.callback, PROVIDER, name="openid_connect_callback"),
    path("cancelled/", views.login_cancelled, name="socialaccount_login_cancelled"),
    path("error/", views.login_error, name="socialaccount_login_error"),
]
