"""ЕСИ inside the test's own process: right by default, wrong wherever a test makes it so."""

import base64
import json
import threading
import time
import warnings
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
WEAK_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 -- must be refused
CURVE_KEY = ec.generate_private_key(ec.SECP256R1())
ACCESS_TOKEN = "access-token-of-the-test-4711"
CODE = "authorization-code-of-the-test-0815"
GONE = object()  # as the value of a claim: the claim is missing


def public_jwk(key, kid, **more):
    algorithm = (
        jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else jwt.algorithms.RSAAlgorithm
    )
    return json.loads(algorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig", **more}


def at_hash(access_token):
    return base64.urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()


class Esi:
    """What it answers is made of these attributes at the moment of the question."""

    def __init__(self):
        self.issuer = ""  # known when the server has its port
        self.client_id = "asula"
        self.client_secret = "tests-only-client-secret"
        self.userinfo = {
            "sub": "0b8e7e0a-4a0a-5a5e-9a51-6f0c7b1c2d3e",
            "pin": "20101198500019",
            "family_name": "Жээнбеков",
            "given_name": "Үсөн",
            "middle_name": "Өмүрбекович",
            "birthdate": "1985-01-01",
            "email": "usen@mail.test",
            "email_verified": True,
            "phone_number": "+996700000001",
            "phone_number_verified": True,
        }
        self.discovery, self.keys = {}, [public_jwk(KEY, "k1")]
        self.claims, self.header = {}, {}
        self.key, self.algorithm = KEY, "RS256"
        self.raw_id_token = None
        self.answers = {}  # path → (status, body) instead of the right answer
        self.asked = []  # (method, path, form, headers)
        self.nonce = self.challenge = self.state = ""

    def authorize(self, location):
        """The browser arrives with this address; returns the query with which it goes back."""
        query = dict(parse_qsl(urlsplit(location).query))
        self.nonce, self.challenge, self.state = query["nonce"], query["code_challenge"], query["state"]
        self.query = query
        return {"code": CODE, "state": self.state}

    def id_token(self):
        if self.raw_id_token is not None:
            return self.raw_id_token
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": self.userinfo["sub"],
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
            "at_hash": at_hash(ACCESS_TOKEN),
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not GONE}
        with warnings.catch_warnings(action="ignore"):  # of a key that is too short: that is the point
            return jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": "k1"} | self.header)

    def answer(self, method, path, form, headers):
        self.asked.append((method, path, form, headers))
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return 200, self.described() | self.discovery
        if path == "/jwks":
            return 200, {"keys": self.keys}
        if path == "/connect/token":
            return self.token(form, headers)
        if path == "/connect/userinfo":
            known = headers.get("Authorization") == f"Bearer {ACCESS_TOKEN}"
            return (200, {k: v for k, v in self.userinfo.items() if v is not GONE}) if known else (401, {})
        return 404, {}

    def described(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/connect/authorize",
            "token_endpoint": f"{self.issuer}/connect/token",
            "userinfo_endpoint": f"{self.issuer}/connect/userinfo",
            "end_session_endpoint": f"{self.issuer}/connect/endsession",
            "jwks_uri": f"{self.issuer}/jwks",
        }

    def token(self, form, headers):
        scheme, _, credentials = headers.get("Authorization", "").partition(" ")
        expected = f"{self.client_id}:{self.client_secret}"
        if scheme != "Basic" or base64.b64decode(credentials).decode() != expected:
            return 401, {"error": "invalid_client"}
        digest = sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != self.challenge or form["code"] != CODE:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": ACCESS_TOKEN,
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": self.id_token(),
        }

    def paths_asked(self):
        return [path for _method, path, _form, _headers in self.asked]


@contextmanager
def serving():
    """A provider that answers on a port of this machine while the block runs."""
    esi = Esi()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.reply({})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, form):
            status, body = esi.answer(self.command, self.path, form, dict(self.headers))
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if isinstance(body, bytes) else "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args):
            """Nothing of the tests on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    esi.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield esi
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
