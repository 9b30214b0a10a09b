"""How documents are printed and sealed."""

from asula import env
from asula.settings.site import BASE_DIR

DOCUMENT_ASSETS = BASE_DIR / "static" / "dist"  # fonts and emblem: all that a document may load
DOCUMENT_MEGABYTES, DOCUMENT_SECONDS = env.number("DOCUMENT_MEGABYTES", 1024), env.number("DOCUMENT_SECONDS", 20)
_seal = BASE_DIR / ".local" / "seal"  # made by manage.py make_seal for development
SEAL_KEY = env.text("SEAL_KEY", default=str(_seal / "key.pem"))
SEAL_KEY_PASSWORD = env.text("SEAL_KEY_PASSWORD", default="")
SEAL_CERTIFICATE = env.text("SEAL_CERTIFICATE", default=str(_seal / "certificate.pem"))
SEAL_CHAIN = env.items("SEAL_CHAIN", default="")  # files of intermediate certificates
SEAL_ROOTS = env.items("SEAL_ROOTS", default=str(_seal / "root.pem"))  # files: whom we trust for seals and time stamps
ATTESTATION_KEY = env.text("ATTESTATION_KEY", default=str(_seal / "attestation.pem"))  # Ed25519: signs QR codes
ATTESTATION_FORMER_KEYS = env.items("ATTESTATION_FORMER_KEYS", default="")  # files: public keys that signed before
SEAL_TSA_URL = env.text("SEAL_TSA_URL", default="")  # RFC 3161; empty: seals without time stamps
