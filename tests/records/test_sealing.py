import random
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from records import development_seal, sealing
from records.files import digest
from records.sealing import SealKeyUnavailable, Stamp
from records.typesetter import typesetter

FONT = "@font-face{font-family:A;src:url(packaged:fonts/pt-serif-cyrillic-400-normal.woff2)}body{font-family:A}"
PAGE = f"<!doctype html><html lang=ky><title>Буйрук</title><style>{FONT}</style><p>ңөү</p>"

PDFSIG = shutil.which("pdfsig")
needs_pdfsig = pytest.mark.skipif(not PDFSIG, reason="pdfsig (poppler-utils) is not installed")


@pytest.fixture(scope="session")
def pdf():
    return typesetter.print(PAGE).pdf


@pytest.fixture
def sealed(pdf):
    return sealing.seal(pdf, reason="Буйрук", document_id="abc").pdf


@pytest.fixture(scope="session")
def sealed_once(pdf):
    return sealing.seal(pdf, reason="Буйрук", document_id="abc").pdf


def pdfsig(content, tmp_path):
    file = tmp_path / "file.pdf"
    file.write_bytes(content)
    command = [PDFSIG, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 -- our own file


def signed_ranges(content):
    """The offsets that the seal covers: all bytes but the signature itself."""
    first, length, second, more = PdfFileReader(BytesIO(content)).embedded_signatures[0].byte_range
    return [*range(first, first + length), *range(second, second + more)]


def flipped(content, place, bit=0):
    return content[:place] + bytes([content[place] ^ (1 << bit)]) + content[place + 1 :]


def test_the_sealed_file_begins_with_the_exact_bytes_that_were_signed(pdf):
    result = sealing.seal(pdf, reason="Буйрук", document_id="abc")
    assert result.pdf[: result.original_length] == pdf
    assert (result.sha256_original, result.sha256_sealed) == (digest(pdf), digest(result.pdf))
    assert (result.level, result.timestamped) == ("B-B", False)
    assert result.certificate_serial == f"{certificate().serial_number:X}"


def certificate(name="certificate.pem"):
    folder = Path(sealing.settings.SEAL_KEY).parent
    return x509.load_pem_x509_certificate((folder / name).read_bytes())


def test_our_own_check_finds_the_seal_good(sealed):
    check = sealing.check(sealed)
    assert check.good
    assert (check.level, check.modified_after, check.timestamp, check.problems) == ("B-B", False, None, ())
    assert "ASULA development seal" in check.signer


@needs_pdfsig
def test_an_independent_tool_finds_the_seal_valid(sealed, tmp_path):
    said = pdfsig(sealed, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "ASULA development seal" in said


@needs_pdfsig
def test_a_changed_byte_fails_both(sealed_once, tmp_path):
    """Sampled over the whole signed range: its ends, both sides of the signature, and chance."""
    places = signed_ranges(sealed_once)
    edges = [places[0], places[-1], places[len(places) // 2]]
    for place in [*edges, *random.Random(7).sample(places, 12)]:
        broken = flipped(sealed_once, place, bit=place % 8)
        assert not sealing.check(broken).good, place
        assert "Signature is Valid." not in pdfsig(broken, tmp_path), place


@given(data=st.data())
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_changed_byte_stays_undetected(sealed_once, data):
    place = data.draw(st.sampled_from(signed_ranges(sealed_once)))
    assert not sealing.check(flipped(sealed_once, place, data.draw(st.integers(0, 7)))).good


def test_something_appended_is_found(sealed):
    writer, output = IncrementalPdfFileWriter(BytesIO(sealed)), BytesIO()
    writer.root["/Lang"] = pdf_string("ru")
    writer.update_root()
    writer.write(output)
    changed = output.getvalue()
    assert changed.startswith(sealed)
    check = sealing.check(changed)
    assert (check.intact, check.modified_after, check.good) == (True, True, False)
    assert sealing.check(sealed + b"\n%more").modified_after


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"no pdf at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_sealed_pdf_is_not_intact(content):
    check = sealing.check(content)
    assert not check.good
    assert check.problems


def test_an_unsealed_pdf_is_not_intact(pdf):
    assert sealing.check(pdf).problems == ("no seal",)


def test_a_seal_of_somebody_else_is_intact_but_not_trusted(pdf, settings, tmp_path):
    ours = settings.SEAL_ROOTS
    use_seal(settings, tmp_path / "other")
    foreign = sealing.seal(pdf, reason="x", document_id="abc").pdf
    settings.SEAL_ROOTS = ours
    check = sealing.check(foreign)
    assert check.intact
    assert not check.trusted
    assert not check.good


def use_seal(settings, folder):
    development_seal.make(folder)
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = str(folder / "key.pem"), str(folder / "certificate.pem")
    settings.SEAL_ROOTS = [str(folder / "root.pem")]


def test_a_missing_key_is_said_so(pdf, settings, tmp_path):
    settings.SEAL_KEY = str(tmp_path / "none.pem")
    with pytest.raises(SealKeyUnavailable):
        sealing.seal(pdf, reason="x", document_id="abc")


def test_a_wrong_password_is_said_so(pdf, settings, tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    encrypted = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"right"))
    (tmp_path / "key.pem").write_bytes(encrypted)
    settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD = str(tmp_path / "key.pem"), "wrong"
    with pytest.raises(SealKeyUnavailable):
        sealing.seal(pdf, reason="x", document_id="abc")


def test_an_rsa_key_seals_too(pdf, settings, tmp_path):
    use_seal(settings, tmp_path / "seal")
    root_key = ec.generate_private_key(ec.SECP256R1())
    seal_key = rsa.generate_private_key(65537, 2048)
    issuer = development_seal._name("root")
    build = development_seal._certificate
    root = build(issuer, issuer, root_key.public_key(), key_cert_sign=True)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(root_key, SHA256())
    own = build(development_seal._name("RSA"), issuer, seal_key.public_key(), content_commitment=True)
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (tmp_path / "own.pem").write_bytes(own.sign(root_key, SHA256()).public_bytes(Encoding.PEM))
    secret = seal_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"p"))
    (tmp_path / "own.key").write_bytes(secret)
    settings.SEAL_KEY, settings.SEAL_KEY_PASSWORD = str(tmp_path / "own.key"), "p"
    settings.SEAL_CERTIFICATE, settings.SEAL_ROOTS = str(tmp_path / "own.pem"), [str(tmp_path / "root.pem")]
    assert sealing.check(sealing.seal(pdf, reason="x", document_id="abc").pdf).good


def test_the_key_is_read_once(pdf, monkeypatch):
    sealing.seal(pdf, reason="x", document_id="abc")
    monkeypatch.setattr(sealing, "load_pem_private_key", None)
    assert sealing.check(sealing.seal(pdf, reason="x", document_id="abc").pdf).good


def test_the_seal_can_be_seen(pdf):
    style = "@page{size:100pt 40pt;margin:0}"
    picture = typesetter.print(PAGE.replace(FONT, f"{FONT} {style}")).pdf
    result = sealing.seal(pdf, reason="x", document_id="abc", stamp=Stamp(picture, 0, (100, 100, 200, 140)))
    field = PdfFileReader(BytesIO(result.pdf)).embedded_signatures[0].sig_field
    assert [int(corner) for corner in field["/Rect"]] == [100, 100, 200, 140]
    assert "/AP" in field
    assert sealing.check(result.pdf).good


# Time stamps


class Authority:
    """A time-stamp authority on loopback that works, answers 503, or answers nonsense."""

    def __init__(self, folder):
        self.mode = "works"
        self.stamper = _stamper(folder)
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = authority.answer(request)
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def answer(self, request):
        if self.mode == "down":
            return 503, b"<html>down</html>"
        if self.mode == "nonsense":
            return 200, b"nonsense"
        return 200, self.stamper.request_tsa_response(request).dump()


def _stamper(folder):
    """The authority's certificate, issued by the root of the test's own seal."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
    issuer = development_seal._name("time root")
    build = development_seal._certificate
    root = build(issuer, issuer, root_key.public_key(), key_cert_sign=True)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(root_key, SHA256())
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    own = build(development_seal._name("time"), issuer, key.public_key(), digital_signature=True)
    own = own.add_extension(usage, critical=True).sign(root_key, SHA256())
    (folder / "tsa-root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(own.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"p"))
    (folder / "tsa.key").write_bytes(secret)
    return DummyTimeStamper(
        load_cert_from_pemder(str(folder / "tsa.pem")),
        load_private_key_from_pemder(str(folder / "tsa.key"), b"p"),
        SimpleCertificateStore.from_certs([load_cert_from_pemder(str(folder / "tsa-root.pem"))]),
    )


@pytest.fixture
def authority(settings, tmp_path):
    made = Authority(tmp_path)
    settings.SEAL_TSA_URL = made.url
    settings.SEAL_ROOTS = [*settings.SEAL_ROOTS, str(tmp_path / "tsa-root.pem")]
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_with_an_authority_the_seal_carries_its_time(pdf, authority):
    result = sealing.seal(pdf, reason="x", document_id="abc")
    assert (result.level, result.timestamped) == ("B-T", True)
    check = sealing.check(result.pdf)
    assert check.good
    assert check.level == "B-T"
    assert datetime.now(UTC) - check.timestamp < timedelta(minutes=1)


@pytest.mark.parametrize("mode", ["down", "nonsense", "gone"])
def test_while_the_authority_fails_the_seal_is_set_without_time(pdf, authority, settings, mode):
    authority.mode = mode
    if mode == "gone":
        settings.SEAL_TSA_URL = "http://127.0.0.1:9/"
    result = sealing.seal(pdf, reason="x", document_id="abc")
    assert (result.level, result.timestamped) == ("B-B", False)
    assert sealing.check(result.pdf).good


def test_the_time_is_added_later_without_touching_what_was_sealed(sealed, authority):
    stamped = sealing.add_timestamp(sealed)
    assert stamped.startswith(sealed)
    check = sealing.check(stamped)
    assert check.good
    assert check.level == "B-T"
    assert check.timestamp is not None
    assert not sealing.check(flipped(stamped, len(sealed) + 40)).good
