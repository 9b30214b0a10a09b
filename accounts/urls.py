from django.urls import path

from accounts.views import entry, esi, sessions, token, unsent, work

urlpatterns = [
    path("sign-in/", entry.sign_in, name="sign_in"),
    path("accounts/oidc/esi/login/", esi.sign_in_esi, name="sign_in_esi"),
    path("accounts/oidc/esi/login/callback/", esi.sign_in_esi_callback, name="sign_in_esi_callback"),
    path("sign-in/token/", token.sign_in_token, name="sign_in_token"),
    path("sign-in/token/challenge/", token.sign_in_token_challenge, name="sign_in_token_challenge"),
    path("sign-out/", entry.sign_out, name="sign_out"),
    path("sign-out/done/", entry.signed_out, name="signed_out"),
    path("work/", work.landing, name="landing"),
    path("work/places/", work.place_choose, name="place_choose"),
    path("unsent/", unsent.unsent, name="unsent"),
    path("unsent/discard/", unsent.unsent_discard, name="unsent_discard"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/<int:session_id>/end/", sessions.session_end, name="session_end"),
    path("sessions/end-others/", sessions.sessions_end_others, name="sessions_end_others"),
    path("sessions/keep/", sessions.session_keep, name="session_keep"),
]
