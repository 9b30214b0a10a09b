"""What happens to sessions, for whoever keeps a record of it; the sender is the User class."""

from django.dispatch import Signal

# A person came in: `request`, `user`, `acting` (for whom), `method` ("esi" or "token").
signed_in = Signal()

# Somebody was turned away: `request`, `method`, `code` (of the error); who it was is not known for sure.
sign_in_refused = Signal()

# Sessions were ended from outside: `user` (whose), `by` (who ended them), `count`.
sessions_ended = Signal()
