"""What the certification centre publishes: certificates of its authorities, and revocation lists."""

from cryptography.hazmat.primitives.serialization import Encoding
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from stub.pki import authority

NAMES = {authority.ROOT, authority.ISSUING}


@require_GET
def certificate(request: HttpRequest, name: str, form: str) -> HttpResponse:
    if name not in NAMES:
        raise Http404
    encoding = Encoding.PEM if form == "pem" else Encoding.DER
    body = authority.certificate_of(authority.authority(name)).public_bytes(encoding)
    return HttpResponse(body, content_type="application/x-pem-file" if form == "pem" else "application/pkix-cert")


@require_GET
def revocation_list(request: HttpRequest, name: str) -> HttpResponse:
    if name not in NAMES:
        raise Http404
    return HttpResponse(authority.revocation_list(name), content_type="application/pkix-crl")
