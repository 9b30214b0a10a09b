"""The state's services. Hosts, paths and certification centres move with decrees, so each is a setting.

`docs/integrations.md` explains them.
"""

from asula import env

ADAPTERS = {
    "cloud_signature": env.text(
        "CLOUD_SIGNATURE_ADAPTER", default="integrations.cloud_signature.http.CdsCloudSignature"
    ),
    "legal_entity_registry": env.text(
        "LEGAL_ENTITY_REGISTRY_ADAPTER", default="integrations.legal_entity_registry.http.JusticeRegistry"
    ),
    "person_registry": env.text(
        "PERSON_REGISTRY_ADAPTER", default="integrations.person_registry.combined.CombinedPersonRegistry"
    ),
    "token_signature": env.text(
        "TOKEN_SIGNATURE_ADAPTER", default="integrations.token_signature.verifier.CmsTokenSignature"
    ),
    "web_links": env.text("WEB_LINKS_ADAPTER", default="integrations.web_links.http.PublicWebLinks"),
    "virus_scanner": env.text("VIRUS_SCANNER_ADAPTER", default="integrations.virus_scanner.clamd.ClamdScanner"),
}
ALLOW_STUBS = env.flag("ALLOW_STUBS", default=False)
STUB_HOSTS = env.items("STUB_HOSTS", default="localhost,stub,dev-esia.tunduk.kg")  # beside all loopback addresses
CDS_URL = env.text("CDS_URL", default="")
CDS_API = env.text("CDS_API", default="api")  # family of paths: "api" or "oep"
CDS_TOKEN = env.text("CDS_TOKEN", default="")
CDS_USER_AGENT = env.text("CDS_USER_AGENT", default="asula")  # the operator knows us by this name
CDS_CA_BUNDLE = env.text("CDS_CA_BUNDLE", default="")
CDS_ERROR_CODES = env.items("CDS_ERROR_CODES", default="")  # "operation:errorCode=our_code"
CDS_TIMEOUTS = env.items("CDS_TIMEOUTS", default="3,15,20")  # seconds: to connect, between bytes, in all
XROAD_URL = env.text("XROAD_URL", default="")  # our own security server
XROAD_CLIENT = env.text("XROAD_CLIENT", default="")  # instance/class/member/subsystem
XROAD_CA_BUNDLE = env.text("XROAD_CA_BUNDLE", default="")
XROAD_CLIENT_CERTIFICATE = env.text("XROAD_CLIENT_CERTIFICATE", default="")
XROAD_CLIENT_KEY = env.text("XROAD_CLIENT_KEY", default="")
PERSON_LOOKUPS = env.text("PERSON_LOOKUPS", default="30/hour")  # questions of one user to the registers of people
XROAD_TIMEOUTS = env.items("XROAD_TIMEOUTS", default="3,10,12")
JUSTICE_SERVICE = env.text("JUSTICE_SERVICE", default="central-server/GOV/70000024/minjust-service/getSubjectByTin")
REGISTRY_NOT_FOUND = env.items("REGISTRY_NOT_FOUND", default="не найден,табылган жок")  # parts of a fault's text
JUSTICE_STATES = env.items(  # "part of the note=state"; where none fits, the state is unknown
    "JUSTICE_STATES",
    default="ликвидирован=liquidated,жоюлган=liquidated,реорганизован=reorganized,кайра уюштурулган=reorganized",
)
JUSTICE_OWNERSHIP = env.items(  # the register's code, or a part of its words = form of ownership
    "JUSTICE_OWNERSHIP",
    default="1=private,2=state,3=municipal,муниципал=municipal,коммунал=municipal,"
    "мамлекет=state,государств=state,жеке=private,частн=private",
)
REGISTER_QUESTIONS = env.text("REGISTER_QUESTIONS", default="20/hour")  # of one person about his organization
TAX_SERVICE = env.text("TAX_SERVICE", default="central-server/GOV/70000002/gns-service/individual")
CIVIL_SERVICE = env.text("CIVIL_SERVICE", default="central-server/GOV/70000005/zags-service/zagsDataByPin/v1")
CIVIL_NAMESPACE = env.text("CIVIL_NAMESPACE", default="http://tunduk-seccurity-infocom.x-road.fi/producer")
TOKEN_ROOTS = env.text("TOKEN_ROOTS", default="")  # file with the certification centres' certificates, PEM
TOKEN_PROFILES = env.text("TOKEN_PROFILES", default="")  # JSON file: issuer → attributes that hold PIN and INN
TOKEN_CA_BUNDLE = env.text("TOKEN_CA_BUNDLE", default="")  # for the centres' revocation services
TOKEN_TIMEOUTS = env.items("TOKEN_TIMEOUTS", default="3,5,8")
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", default="")  # "unix:/path/of/socket" or "host:port"
CLAMD_SECONDS = env.number("CLAMD_SECONDS", default=20)
