"""What a telephone reads from a paper: the QR codes of a PDF, as they are printed."""

import pypdfium2
import zxingcpp

SCALE = 3  # 216 dots to the inch: a poor printer


def codes_of(pdf: bytes) -> list[str]:
    """The texts of all QR codes on all pages, each once, in the order of the pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = [page.render(scale=SCALE).to_pil() for page in document]
    found = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    return list(dict.fromkeys(found))
