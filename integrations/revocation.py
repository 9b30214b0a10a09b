"""Ask certification centres whether a certificate was revoked: OCSP and CRL through our own HTTP client.

The addresses come from certificates, so they are used only after the library has verified the issuer's signature on the
certificate, up to one of our roots; certificates themselves are never fetched.
"""

from collections.abc import AsyncGenerator, Iterable
from hashlib import sha256
from urllib.parse import urlsplit

from asn1crypto import cms, crl, ocsp, pem, x509
from django.conf import settings
from django.core.cache import cache
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CRLFetchError, OCSPFetchError, OCSPValidationError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    process_ocsp_response_data,
)
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps

from integrations.errors import IntegrationError, UnexpectedResponse
from integrations.http import Answer, Client, Question, Service, Timeouts

CRL_KEPT = 60  # seconds; a list is large and many people sign in at nine o'clock
_ADDRESSES = 3  # tried for one certificate

_NONE: tuple[x509.Certificate, ...] = ()

type Certificate = x509.Certificate | cms.AttributeCertificateV2


def fetchers() -> Fetchers:
    """Fetchers for one verification."""
    return Fetchers(ocsp_fetcher=_OcspFetcher(), crl_fetcher=_CrlFetcher(), cert_fetcher=_NoCertificateFetcher())


class _OcspFetcher(OCSPFetcher):
    def __init__(self) -> None:
        self._found: dict[bytes, list[ocsp.OCSPResponse]] = {}

    async def fetch(self, cert: Certificate, authority: Authority) -> ocsp.OCSPResponse:
        request = format_ocsp_request(cert, authority, certid_hash_algo="sha1", request_nonces=True)
        headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
        for url in get_ocsp_urls(cert)[:_ADDRESSES]:
            try:
                body = _call(url, "ocsp", method="POST", headers=headers, body=request.dump())
                response = process_ocsp_response_data(body, ocsp_request=request, ocsp_url=url)
            except (IntegrationError, OCSPValidationError, ValueError):
                continue
            self._found.setdefault(_key(cert), []).append(response)
            return response
        raise OCSPFetchError("no OCSP responder answered")

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return [response for responses in self._found.values() for response in responses]

    def fetched_responses_for_cert(self, cert: Certificate) -> Iterable[ocsp.OCSPResponse]:
        return self._found.get(_key(cert), [])


class _CrlFetcher(CRLFetcher):
    def __init__(self) -> None:
        self._found: dict[bytes, list[crl.CertificateList]] = {}

    async def fetch(self, cert: Certificate, *, use_deltas: bool | None = None) -> Iterable[crl.CertificateList]:
        if _key(cert) not in self._found:
            points = get_relevant_crl_dps(cert, use_deltas=bool(use_deltas))
            urls = [url for point in points for url in enumerate_delivery_point_urls(point)]
            self._found[_key(cert)] = self._fetched(urls[:_ADDRESSES])
        return self._found[_key(cert)]

    def _fetched(self, urls: list[str]) -> list[crl.CertificateList]:
        found = []
        for url in urls:
            try:
                found.append(_revocation_list(url))
            except (IntegrationError, ValueError):
                continue
        if urls and not found:
            raise CRLFetchError("no revocation list could be fetched")
        return found

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return [found for lists in self._found.values() for found in lists]

    def fetched_crls_for_cert(self, cert: Certificate) -> Iterable[crl.CertificateList]:
        return self._found[_key(cert)]


class _NoCertificateFetcher(CertificateFetcher):
    """Intermediate certificates come with the message or from our file; an address in a stranger's certificate is
    never visited."""

    async def fetch_cert_issuers(self, cert: Certificate) -> AsyncGenerator[x509.Certificate, None]:  # noqa: ARG002
        for certificate in _NONE:
            yield certificate

    async def fetch_crl_issuers(
        self,
        certificate_list: crl.CertificateList,  # noqa: ARG002 -- the library's signature
    ) -> AsyncGenerator[x509.Certificate, None]:
        for certificate in _NONE:
            yield certificate

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return _NONE


def _revocation_list(url: str) -> crl.CertificateList:
    key = f"crl:{sha256(url.encode()).hexdigest()}"
    der = cache.get(key)
    if der is None:
        der = _call(url, "crl", method="GET", headers={"Accept": "application/pkix-crl"})
        if pem.detect(der):
            der = pem.unarmor(der)[2]
        cache.set(key, der, CRL_KEPT)
    return crl.CertificateList.load(der, strict=True)


def _call(url: str, operation: str, *, method: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    parts = urlsplit(url)
    client = Client(
        Service(
            name="revocation",
            url=f"{parts.scheme}://{parts.netloc}",
            timeouts=Timeouts.parse(settings.TOKEN_TIMEOUTS, "TOKEN_TIMEOUTS"),
            ca_bundle=settings.TOKEN_CA_BUNDLE,
        )
    )
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    question = Question(operation=operation, method=method, path=path, headers=headers, body=body)
    return client.call(question, _whole_body, retry=True)


def _whole_body(answer: Answer) -> bytes:
    if answer.status != 200 or not answer.body:
        raise UnexpectedResponse(f"HTTP {answer.status}", upstream_status=answer.status)
    return answer.body


def _key(cert: Certificate) -> bytes:
    digest: bytes = sha256(cert.dump()).digest()
    return digest
