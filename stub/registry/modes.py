"""How the services may fail: each failure is a property of a person, a signature, an organization or a service."""

from django.db.models import TextChoices


class PersonMode(TextChoices):
    NO_ACCOUNT = "no-account", "ESI: no account"
    BLOCKED = "blocked", "ESI: the account is blocked"
    CONSENT_DENIED = "consent-denied", "ESI: consent denied, error=access_denied"
    AUTHORIZATION_CODE_EXPIRED = "authorization-code-expired", "ESI: the authorization code is too old"
    TOKEN_DELAY = "token-delay", "ESI: the token endpoint is slow"
    TOKEN_500 = "token-500", "ESI: the token endpoint answers 500"
    ID_TOKEN_MISSING = "id-token-missing", "ESI: no id_token"
    ID_TOKEN_FOREIGN_KEY = "id-token-foreign-key", "ESI: id_token signed by another key under the known kid"
    ID_TOKEN_UNKNOWN_KID = "id-token-unknown-kid", "ESI: id_token signed by an unpublished key"
    ID_TOKEN_UNSIGNED = "id-token-unsigned", "ESI: id_token with alg none"
    ID_TOKEN_WRONG_NONCE = "id-token-wrong-nonce", "ESI: id_token with another nonce"
    ID_TOKEN_NO_NONCE = "id-token-no-nonce", "ESI: id_token without a nonce"
    ID_TOKEN_WRONG_ISSUER = "id-token-wrong-issuer", "ESI: id_token of another issuer"
    ID_TOKEN_WRONG_AUDIENCE = "id-token-wrong-audience", "ESI: id_token for another client"
    ID_TOKEN_EXPIRED = "id-token-expired", "ESI: id_token expired"
    ID_TOKEN_FUTURE = "id-token-future", "ESI: clock ten minutes ahead"
    USERINFO_401 = "userinfo-401", "ESI: userinfo answers 401"
    USERINFO_OTHER_SUB = "userinfo-other-sub", "ESI: userinfo with another sub"
    USERINFO_NO_PIN = "userinfo-no-pin", "ESI: userinfo without pin"
    USERINFO_BAD_PIN = "userinfo-bad-pin", "ESI: userinfo with a pin of 13 digits"
    GNS_UNKNOWN = "gns-unknown", "Tax service: 404"
    GNS_ACCESS_DENIED = "gns-access-denied", "Tax service: AccessDenied"
    GNS_NETWORK_ERROR = "gns-network-error", "Tax service: NetworkError"
    GNS_HTML_502 = "gns-html-502", "Tax service: HTML 502"
    GNS_DELAY = "gns-delay", "Tax service: slow"
    GNS_TRUNCATED = "gns-truncated", "Tax service: truncated JSON"
    GNS_OTHER_PERSON = "gns-other-person", "Tax service: answer about another person"
    ZAGS_UNKNOWN = "zags-unknown", "Civil registry: not found"
    DECEASED = "deceased", "Civil registry: deceased"
    PIN_BLOCKED = "pin-blocked", "Civil registry: PIN blocked"
    MAIL_REFUSED = "mail-refused", "Mailbox: refuses mail for good (550)"
    MAIL_BUSY = "mail-busy", "Mailbox: refuses mail for now (451)"


class SignatureMode(TextChoices):
    INACTIVE = "inactive", "isActive false with a reason"
    NOT_TIED = "not-tied", "person not tied to this INN: 404"
    NO_CERTIFICATE = "no-certificate", "no certificate was issued"
    EXPIRED = "expired", "certificate expired"
    NOT_YET_VALID = "not-yet-valid", "certificate not valid yet"
    REVOKED = "revoked", "certificate revoked"
    ENDS_SOON = "ends-soon", "certificate ends in seven days"
    EMAIL_ONLY = "email-only", "codes by e-mail only"
    SMS_ONLY = "sms-only", "codes by SMS only"
    LOCKED = "locked", "locked after wrong codes"
    TOO_MANY_CODES = "too-many-codes", "no more codes for a while"
    CODE_EXPIRED = "code-expired", "each code has expired already"
    SESSION_EXPIRED = "session-expired", "the user token expires at once"
    DELAY = "delay", "every answer is slow"
    CONNECTION_RESET = "connection-reset", "the connection is reset"
    HTML_502 = "html-502", "HTML page, 502"
    HTML_503 = "html-503", "HTML page, 503"
    JSON_500 = "json-500", "JSON error, 500"
    TRUNCATED_JSON = "truncated-json", "JSON cut off"
    NESTED_ERROR = "nested-error", "error nested in message"
    PLAIN_TEXT_ERROR = "plain-text-error", "error as plain text"
    SIGN_DELAY = "sign-delay", "signing is slow"
    SIGN_RESET = "sign-reset", "signed, but the connection is reset"
    SIGN_REFUSED = "sign-refused", "200 with isSuccesfull false"
    NOT_VERIFIED = "not-verified", "check-sign says verified false"
    OTHER_PERSON = "other-person", "answers in the name of another PIN"
    OTHER_ORGANIZATION = "other-organization", "answers in the name of another INN"
    RAW_SIGNATURE = "raw-signature", "bare RSA signature instead of CMS"


class OrganizationMode(TextChoices):
    LIQUIDATED = "liquidated", "liquidated"
    REORGANIZED = "reorganized", "reorganized"
    UNKNOWN_FAULT = "unknown-fault", "not found, as a fault"
    UNKNOWN_EMPTY = "unknown-empty", "not found, as an empty subject"
    HEAD_PIN_MISSING = "head-pin-missing", "head's PIN missing"
    HEAD_DIFFERS = "head-differs", "another head than the one who signs"
    HEAD_NAME_DIFFERS = "head-name-differs", "head's name spelled another way"
    FOUNDERS_EMPTY = "founders-empty", "no founders"
    ACCESS_DENIED = "access-denied", "X-Road: AccessDenied"
    NETWORK_ERROR = "network-error", "X-Road: NetworkError"
    SERVICE_FAILED = "service-failed", "X-Road: ServiceFailed"
    OUTDATED_GLOBALCONF = "outdated-globalconf", "X-Road: OutdatedGlobalConf"
    HTML_502 = "html-502", "HTML page, 502"
    DELAY = "delay", "slow answer"
    CONNECTION_RESET = "connection-reset", "the connection is reset"
    INVALID_XML = "invalid-xml", "XML cut off"
    XML_BOMB = "xml-bomb", "XML bomb"
    WRONG_CHARSET = "wrong-charset", "wrong charset"
    OVERSIZED = "oversized", "answer of six megabytes"
    ANOTHER_SUBJECT = "another-subject", "answer about another organization"


class TokenMode(TextChoices):
    EXPIRED = "expired", "certificate expired"
    NOT_YET_VALID = "not-yet-valid", "certificate not valid yet"
    REVOKED = "revoked", "certificate revoked"
    FOREIGN_ISSUER = "foreign-issuer", "issued by somebody nobody trusts"
    PIN_LOCKED = "pin-locked", "PIN code locked"
    BROKEN_SIGNATURE = "broken-signature", "signature does not fit the data"


class ServiceMode(TextChoices):
    DISCOVERY_503 = "discovery-503", "ESI: discovery answers 503"
    JWKS_503 = "jwks-503", "ESI: the key set answers 503"
    HTML_502 = "html-502", "HTML page, 502"
    CONNECTION_RESET = "connection-reset", "the connection is reset"
    SYSTEM_TOKEN_REJECTED = "system-token-rejected", "CDS: the system token is rejected"
    OUTDATED_GLOBALCONF = "outdated-globalconf", "X-Road: OutdatedGlobalConf"


class ServiceName(TextChoices):
    ESI = "esi", "ЕСИ"
    CDS = "cds", "CDS API"
    XROAD = "xroad", "X-Road"


SERVICE_MODES = {
    ServiceName.ESI: {
        ServiceMode.DISCOVERY_503,
        ServiceMode.JWKS_503,
        ServiceMode.HTML_502,
        ServiceMode.CONNECTION_RESET,
    },
    ServiceName.CDS: {ServiceMode.HTML_502, ServiceMode.CONNECTION_RESET, ServiceMode.SYSTEM_TOKEN_REJECTED},
    ServiceName.XROAD: {ServiceMode.HTML_502, ServiceMode.CONNECTION_RESET, ServiceMode.OUTDATED_GLOBALCONF},
}
