"""The terms of the procedure in working (w) or calendar (d) days. No published act sets them, so the ministry may."""

from asula import env

TERMS = env.items(
    "TERMS",
    default="registration=1w,assignment=1w,intake=10w,consent=3w,objection=3w,order=3w,evaluation=10w,summary=5w,"
    "reply=3w,collegium=20w,certificate=5w,appeal=10w,appeal_review=20w,reapplication=180d,"
    "expiry_first=180d,expiry_second=90d,expiry_last=30d",
)
TERM_BASES = env.text("TERM_BASES", default="")  # JSON file: term → its legal basis, {"ky": "…", "ru": "…"}
