"""Documents as the apps above make them: through the services, never past them."""

import itertools
from dataclasses import dataclass
from datetime import date

from accounts.acting import Acting
from accounts.enums import Signature
from core import effects
from records import services
from records.models import Document
from records.values import Bilingual
from tests.factories.accounts import UserFactory

_numbers = itertools.count(1)
EVIL = '"><img src="http://127.0.0.1:9/"><link rel=attachment href=file:///etc/passwd>{% debug %}{{ 7*7 }}{signer_name}'


@dataclass(frozen=True)
class School:
    """What this app needs of an organization."""

    pk: int = 12
    full_name_ky: str = "Токтогул атындагы №12 жалпы билим берүүчү орто мектеп муниципалдык мекемеси"
    full_name_ru: str = "Муниципальное учреждение общеобразовательная средняя школа №12 имени Токтогула"

    def __str__(self) -> str:
        return self.full_name_ky


def order_context(**changes):
    """Everything that the order on self-assessment says."""
    return {
        "place": Bilingual("Кара-Көл ш.", "г. Кара-Куль"),
        "subject_of_accreditation": Bilingual("Билим берүү программаларын", "образовательных программ"),
        "council_number": "5555-8-53",
        "council_date": date(2022, 9, 29),
        "starts_on": date(2022, 9, 1),
        "ends_on": date(2022, 9, 3),
        "accreditation_type": Bilingual(
            "Программалык аккредитация. Жалпы билим берүү программалары",
            "Программная аккредитация. Общеобразовательные программы",
        ),
        "programmes": [Bilingual("020 Орто жалпы билим берүү", "020. Среднее общее образование")],
        "chair": "Үсөнбаева Гүлнара Сыдыковна, директор",
        "members": ["Төлөгөнов Нурлан Бектурович, окуу бөлүмүнүн башчысы", "Асанова Айгүл Асановна, мугалим"],
        "submitted_on": date(2022, 9, 23),
        "signer_name": Bilingual("Г. С. Үсөнбаева", "Г. С. Усенбаева"),
        "signer_position": Bilingual("Жетекчи", "Руководитель"),
    } | changes


def new_document(*, by=None, draft=False, organization=None, context=None, **facts) -> Document:
    """An order on self-assessment, not printed yet."""
    return services.create_document(
        "order",
        title=Bilingual("Өзүн-өзү баалоону жүргүзүү жөнүндө буйрук", "Приказ о проведении самооценки"),
        template=facts.pop("template", "self-assessment-order"),
        context=context or order_context(),
        organization=organization or School(),
        by=by or UserFactory(),
        number=facts.pop("number", f"{next(_numbers)}-а"),
        dated_on=date(2022, 9, 2),
        draft=draft,
        **facts,
    )


def fixed_document(**facts) -> Document:
    """The order, printed and ready to be signed."""
    document = new_document(**facts)
    work()
    document.refresh_from_db()
    return document


def sealed_document(**facts) -> Document:
    """The order with the system's seal, signed by nobody."""
    document = fixed_document(**facts)
    services.seal_document(document)
    work()
    document.refresh_from_db()
    return document


def work() -> None:
    """A worker passes by."""
    effects.drain()


def acting_for(user, inn, *, organization_id=12):
    """As if `user` had just signed in with the cloud signature of the organization."""
    return Acting(
        user=user,
        signature=Signature.CLOUD if inn else Signature.SIMPLE,
        organization_inn=inn,
        organization_name="Токтогул атындагы мектеп" if inn else "",
        position="Жетекчи",
        organization_id=organization_id,
    )


def open_signing(user, inn, *documents, **facts):
    """The user is about to sign the documents for the organization."""
    return services.open_ceremony(
        documents,
        by=user,
        acting=acting_for(user, inn),
        purpose="test",
        subject=facts.pop("subject", user),
        return_url="/",
        **facts,
    )
