"""Static files, stored files, uploads and their limits."""

from asula import env
from asula.settings.site import BASE_DIR

STATIC_URL = "static/"
STATIC_ROOT = env.text("STATIC_ROOT", default=str(BASE_DIR / ".local" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
MEDIA_ROOT = env.text("MEDIA_ROOT", default=str(BASE_DIR / ".local" / "media"))
S3_BUCKET = env.text("S3_BUCKET", default="")
STORAGES = {
    "default": {"BACKEND": "core.storage.DurableFileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("S3_ENDPOINT_URL"),
            "access_key": env.text("S3_ACCESS_KEY"),
            "secret_key": env.text("S3_SECRET_KEY"),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_TEMP_DIR = env.text("UPLOAD_TEMP_DIR", default="") or None
FILE_UPLOAD_PERMISSIONS = 0o640
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_MEGABYTES", default=20) * 1024 * 1024
UPLOAD_MAX_VIDEO_BYTES = env.number("UPLOAD_MAX_VIDEO_MEGABYTES", default=200) * 1024 * 1024
EVIDENCE_QUOTA = env.number("EVIDENCE_QUOTA_MEGABYTES", default=2048) * 1024 * 1024  # of one organization, all versions
UPLOAD_MAX_PAGES = 500
UPLOAD_MAX_PIXELS = 40_000_000
UPLOAD_PROBE_MEMORY = 512 * 1024 * 1024  # for the process that opens one file of a stranger
UPLOAD_PROBE_SECONDS = 10
LINK_COPY_BYTES = 10 * 1024 * 1024  # of what a link of the evidence shows when the report is submitted
UPLOADS_INTERNAL_URL = env.text("UPLOADS_INTERNAL_URL", default="")  # location of the proxy that sends the bytes itself
