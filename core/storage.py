"""Files on a disk of our own: whole or not there, and never into the last free space."""

import errno
import os
import shutil
import uuid
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

_CLOSED_TO_OTHERS = 0o640
_RESERVE = 0.05  # of the disk stays free, so that database and logs can go on


class DurableFileSystemStorage(FileSystemStorage):
    """Writes beside the target, forces the bytes to the disk, then renames: a full disk leaves no half file."""

    def _save(self, name: str, content: File) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        self._check_reserve(target.parent, content)
        draft = target.parent / f".{uuid.uuid4().hex}.part"
        try:
            self._write(draft, content)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        return name.replace("\\", "/")

    def _write(self, draft: Path, content: File) -> None:
        with draft.open("xb") as file:
            for chunk in content.chunks():
                file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(self.file_permissions_mode or _CLOSED_TO_OTHERS)

    def _check_reserve(self, folder: Path, content: File) -> None:
        usage = shutil.disk_usage(folder)
        if usage.free - content.size < usage.total * _RESERVE:
            raise OSError(errno.ENOSPC, "the reserve of the disk is reached")
