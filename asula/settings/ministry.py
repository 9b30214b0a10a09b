"""Who we are and what we require. Ministries are split and renamed, so nothing in code names one."""

from datetime import timedelta

from asula import env
from asula.settings.site import LANGUAGES

MINISTRY_NAME = {code: env.text(f"MINISTRY_NAME_{code.upper()}", default="") for code, _name in LANGUAGES}
MINISTRY_ADDRESS = {code: env.text(f"MINISTRY_ADDRESS_{code.upper()}", default="") for code, _name in LANGUAGES}
MINISTRY_PHONE = env.text("MINISTRY_PHONE", default="")
MINISTRY_EMAIL = env.text("MINISTRY_EMAIL", default="")
FEEDBACK_LIMIT = env.text("FEEDBACK_LIMIT", default="5/hour")  # letters to the ministry from one address
LICENSING_URL = env.text("LICENSING_URL", default="")  # licences are issued in another system
COMMISSION_MINIMUM = env.number("COMMISSION_MINIMUM", default=3)  # members of a self-assessment's commission
REGISTRATION_DAYS = env.number("REGISTRATION_DAYS", default=90)  # an unfinished registration is kept so long
CERTIFICATE_YEARS = {"full": env.number("CERTIFICATE_YEARS", default=5), "conditional": 1}
CERTIFICATE_REMINDERS = (12, 6, 3, 1)  # months before the end of a certificate
EVALUATION_RECALL = timedelta(minutes=env.number("EVALUATION_RECALL", default=10))  # then a published decision counts
COLLEGIUM_QUORUM = env.number("COLLEGIUM_QUORUM", default=66)  # per cent of the members without a conflict
COLLEGIUM_CASTING_VOTE = env.flag("COLLEGIUM_CASTING_VOTE", default=True)  # whether the chair's vote breaks a tie
CONDITION_REMINDER = timedelta(days=env.number("CONDITION_REMINDER", default=14))  # before the term of a condition
