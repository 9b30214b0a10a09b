"""Opens one picture of a stranger in a process of its own and writes it anew, so that only its pixels remain.

Run as a script: `probe_picture.py PATH TARGET FORMAT MAX_PIXELS MEMORY SECONDS`; prints "ok" or the code of a refusal.
"""

import resource
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError)
_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}}


def verdict(path: str, target: str, format: str, max_pixels: int) -> str:
    """ "ok" when `target` holds the picture without its metadata, upright; else why it is refused."""
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        with Image.open(path, formats=[format]) as opened:
            if opened.width * opened.height > max_pixels:
                return "too_many_pixels"
            opened.verify()
        with Image.open(path, formats=[format]) as opened:
            _write(opened, target, format)
    except Image.DecompressionBombError:
        return "too_many_pixels"
    except _DAMAGED:
        return "damaged"
    return "ok"


def _write(opened: Image.Image, target: str, format: str) -> None:
    ImageOps.exif_transpose(opened, in_place=True)
    picture = opened if opened.mode in _MODES[format] else opened.convert("RGB")
    picture.info = {key: value for key, value in picture.info.items() if key == "transparency"}
    if format == "JPEG":
        picture.save(target, format="JPEG", quality=88, optimize=True)
    else:
        picture.save(target, format="PNG")


if __name__ == "__main__":
    _path, _target, _format, _max_pixels, _memory, _seconds = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (int(_memory), int(_memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(_seconds), int(_seconds)))
    sys.stdout.write(verdict(_path, _target, _format, int(_max_pixels)))
