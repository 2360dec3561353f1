"""The paths of the second factor, to allauth's views.

Their names are allauth's, which looks for them.
"""

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path
from django.views.decorators.cache import never_cache

urlpatterns = [
    path("", never_cache(base.index), name="mfa_index"),
    path("authenticate/", never_cache(base.authenticate), name="mfa_authenticate"),
    path("confirm/", never_cache(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", never_cache(base.reauthenticate), name="mfa_reauthenticate"),
    path("totp/activate/", never_cache(totp.activate_totp), name="mfa_activate_totp"),
    path("totp/deactivate/", never_cache(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", never_cache(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        never_cache(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("passkeys/", never_cache(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("passkeys/add/", never_cache(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", never_cache(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/confirm/", never_cache(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/login/", never_cache(webauthn.login_webauthn), name="mfa_login_webauthn"),
]
