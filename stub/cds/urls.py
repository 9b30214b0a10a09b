from django.urls import path

from stub.cds import services
from stub.cds.views import of_nobody, of_person, of_session

app_name = "cds"
METHODS = of_person(services.user_auth_methods)
PIN_CODE = of_person(services.pin_code)
AUTH = of_person(services.account_auth)
CERTIFICATE = of_session(services.cert_info)
SIGN = of_session(services.sign_hash, signs=True)
CHECK = of_nobody(services.check_sign)

urlpatterns = [
    # The older family of paths
    path("user-auth-methods", METHODS),
    path("get-auth-method", METHODS),
    path("get-pin-code", PIN_CODE),
    path("account/auth", AUTH),
    path("get-cert-info", CERTIFICATE),
    path("get-sign/for-hash", SIGN),
    path("check-sign/for-hash", CHECK),
    # The newer family
    path("oep/user-auth-methods", METHODS),
    path("oep/pin-code", PIN_CODE),
    path("oep/account/auth", AUTH),
    path("oep/cert-info", CERTIFICATE),
    path("oep/sign/hash", SIGN),
    path("oep/check-sign/hash", CHECK),
]
