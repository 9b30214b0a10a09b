"""Who may come in, how, and for how long."""

from datetime import timedelta

from asula import env
from asula.settings.site import DEBUG

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PersonBackend", "accounts.backends.OperatorBackend"]
BREAK_GLASS = env.flag("BREAK_GLASS", default=False)  # operators may enter /admin/ by password: only while ЕСИ is away
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "home"
SIGN_IN_LIMIT = env.text("SIGN_IN_LIMIT", default="20/minute")  # of one address: to start, and to come back
ESI_ISSUER = env.text("ESI_ISSUER").rstrip("/")
ESI_CLIENT_ID = env.text("ESI_CLIENT_ID", default="asula")
ESI_CLIENT_SECRET = env.text("ESI_CLIENT_SECRET")
ESI_SCOPE = env.items("ESI_SCOPE", default="openid,profile,email,phone,organizations")
ESI_INTERNAL_URL = env.text("ESI_INTERNAL_URL", default="")  # where our server reaches ЕСИ, if not as browsers do
ESI_CA_BUNDLE = env.text("ESI_CA_BUNDLE", default="")
ESI_TIMEOUTS = env.items("ESI_TIMEOUTS", default="3,5,8")  # seconds: to connect, between bytes, in all
SOFT_TOKEN_URL = env.text("SOFT_TOKEN_URL", default="") if DEBUG else ""  # a token made of software, for development
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_LOGIN_ON_GET = False
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
ACCOUNT_UNIQUE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = False
SESSION_COOKIE_AGE = 30 * 60  # idle; the absolute limit is SESSION_LIFETIME
SESSION_LIFETIME = timedelta(hours=8)
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would break the return from the identity provider
SESSION_COOKIE_HTTPONLY = True
