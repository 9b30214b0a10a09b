"""The report as a paper: a preview while it is written, fixed for the signature, kept once it is approved."""

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied

from accounts.acting import Acting
from organizations.enums import InstructionLanguage
from records import files
from records.enums import DocumentAct, DocumentState
from records.models import Document, JournalEntry
from records.rendering import html_of
from records.values import Bilingual, unpacked
from records.workflow import advance
from selfassessment import rules
from selfassessment.enums import OrderKind, State
from selfassessment.models import Citation, Correction, SelfAssessment
from selfassessment.selectors import readable_documents, signed_report
from selfassessment.services import answering, evidence, ordering, papers, starting
from tests.factories.accounts import UserFactory
from tests.factories.records import EVIL, work
from tests.factories.selfassessment import LinkFactory, World, paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_english")]


def prepared(world):
    """A report that waits, with its order, for the head's signature."""
    report = world.filled()
    order = world.order(report, OrderKind.APPROVE)
    return report, order, papers.report_document(report, by=world.by_head)


def approved(world):
    """A report approved together with its document."""
    _report, order, document = prepared(world)
    return sign(world, order, document), document


def sign(world, order, document):
    work()
    document.refresh_from_db()
    advance(document, DocumentAct.SIGN, by=world.head.person)
    return ordering.approve(order, document=paper(), by=world.by_head)


def write(world, report, text, number="1.1"):
    answer = report.answers.get(criterion__number=number)
    return answering.save_answer(answer, text, version=answer.version, by=world.by_deputy)


# The preview ----------------------------------------------------------------------------------------------------------


def test_the_preview_follows_the_report_and_prints_nothing_twice(world):
    report = world.filled()
    first = papers.report_preview(report, by=world.by_outsider)
    assert (first.state, first.number, first.languages) == (DocumentState.DRAFT, str(report.pk), ["ky"])
    assert papers.report_preview(report, by=world.by_head).revision == 1
    write(world, report, "Жаңы жооп")
    assert papers.current_preview(SelfAssessment.objects.get(pk=report.pk)) is None
    second = papers.report_preview(report, by=world.by_head)
    assert (second.pk, second.revision) == (first.pk, 2)
    assert unpacked(second.values)["sections"][0]["criteria"][0]["answer"] == "Жаңы жооп"


def test_another_language_is_another_paper(world):
    report = world.planned()
    first = papers.report_preview(report, by=world.by_deputy)
    report = world.plan(report, report.type, language=InstructionLanguage.RUSSIAN)
    second = papers.report_preview(report, by=world.by_deputy)
    first.refresh_from_db()
    assert (first.state, second.languages) == (DocumentState.DISCARDED, ["ru"])


def test_there_is_nothing_to_read_before_the_type_is_chosen(world):
    with pytest.raises(PermissionDenied, match="choose the accreditation type"):
        papers.report_preview(world.started(), by=world.by_deputy)


def test_only_the_organization_reads_its_drafts(world):
    report = world.filled()
    for by in (World().by_head, Acting(user=UserFactory(is_administrator=True))):
        with pytest.raises(PermissionDenied):
            papers.report_preview(report, by=by)
    assert not Document.objects.exclude(kind="order").exists()


def test_who_sees_the_report_may_open_its_papers(world):
    report = world.filled()
    preview = papers.report_preview(report, by=world.by_deputy)
    readable = Document.objects.filter(readable_documents(world.by_outsider))
    assert preview in readable
    for stranger in (World().by_head, Acting(user=UserFactory(is_administrator=True))):
        assert not Document.objects.filter(readable_documents(stranger)).exists()


def test_the_draft_of_a_deleted_self_assessment_is_not_used(world):
    report = world.planned()
    preview = papers.report_preview(report, by=world.by_deputy)
    starting.delete(report, by=world.by_deputy)
    preview.refresh_from_db()
    assert preview.state == DocumentState.DISCARDED


# For the signature ----------------------------------------------------------------------------------------------------


def test_the_report_is_fixed_with_the_order_that_approves_it(world):
    report, order, document = prepared(world)
    said = unpacked(document.values)
    assert (document.state, document.dated_on) == (DocumentState.PREPARING, order.dated_on)
    assert said["approval"] == {
        "number": "3454",
        "dated_on": order.dated_on,
        "signer_name": world.head.name,
        "signer_position": Bilingual("Жетекчи", "Руководитель"),
    }
    assert papers.report_document(report, by=world.by_head) == document
    order.refresh_from_db()
    assert order.report_document == document


def test_nobody_writes_while_the_report_waits_for_the_signature(world):
    report, _order, _document = prepared(world)
    answer = report.answers.first()
    for act in (
        lambda: write(world, report, "Кеч калган жооп"),
        lambda: evidence.cite(answer, LinkFactory(organization=world.school), by=world.by_deputy),
    ):
        with pytest.raises(PermissionDenied, match="just signing"):
            act()


def test_a_signing_that_was_given_up_lets_the_commission_write_again(world):
    report, order, document = prepared(world)
    papers.release_report(report, by=world.by_head)
    papers.release_report(report, by=world.by_head)  # told twice
    for each in (order, document):
        each.refresh_from_db()
    assert (order.report_document, document.state) == (None, DocumentState.DISCARDED)
    write(world, report, "Толукталды")
    again = papers.report_document(report, by=world.by_head)
    assert unpacked(again.values)["sections"][0]["criteria"][0]["answer"] == "Толукталды"


def test_an_order_with_other_details_asks_for_another_document(world):
    report, order, first = prepared(world)
    ordering.fill_order(
        order,
        number="77",
        dated_on=order.dated_on,
        council_number="1",
        council_on=order.council_on,
        by=world.by_head,
    )
    second = papers.report_document(report, by=world.by_head)
    first.refresh_from_db()
    assert first.state == DocumentState.DISCARDED
    assert unpacked(second.values)["approval"]["number"] == "77"


@pytest.mark.parametrize("missing", ["answer", "order", "details", "signature"])
def test_what_cannot_be_approved_is_not_fixed(world, missing):
    report = world.filled()
    if missing == "answer":
        report.answers.filter(criterion__number="1.1").update(text="")
    if missing == "details":
        ordering.prepare_order(report, OrderKind.APPROVE, by=world.by_head)
    elif missing != "order":
        world.order(report, OrderKind.APPROVE)
    with pytest.raises(PermissionDenied):
        papers.report_document(report, by=world.by_deputy if missing == "signature" else world.by_head)
    assert not Document.objects.filter(kind=papers.REPORT_KIND).exists()


def test_evidence_renewed_meanwhile_changes_nothing_that_is_signed(world):
    report = world.filled()
    plan = LinkFactory(organization=world.school)
    evidence.cite(report.answers.get(criterion__number="1.1"), plan, by=world.by_deputy)
    order = world.order(report, OrderKind.APPROVE)
    document = papers.report_document(report, by=world.by_head)
    evidence.renew(plan, "https://mektep.kg/zhany", by=world.by_deputy)
    sign(world, order, document)
    assert Citation.objects.get().version.number == 1
    assert unpacked(document.values)["evidence"][0]["url"] == "https://mektep.kg/plan"


# After it -------------------------------------------------------------------------------------------------------------


def test_the_approved_report_is_the_document_that_was_signed(world):
    report = world.filled()
    preview = papers.report_preview(report, by=world.by_head)
    order = world.order(report, OrderKind.APPROVE)
    document = papers.report_document(report, by=world.by_head)
    report = sign(world, order, document)
    preview.refresh_from_db()
    assert (report.state, preview.state, report.preview) == (State.APPROVED, DocumentState.DISCARDED, None)
    assert signed_report(report) == papers.report_document(report, by=world.by_deputy) == document
    assert papers.reading(report).is_signed


def test_a_corrected_report_replaces_the_signed_one(world):
    report, first = approved(world)
    report = ordering.return_for_correction(report, comment="1.1 түзөтүлсүн", by=world.by_head)
    assert signed_report(report) is None
    assert rules.may_write.allows(world.by_deputy, report)
    write(world, report, "Түзөтүлдү")
    order = world.order(report, OrderKind.APPROVE)
    second = papers.report_document(report, by=world.by_head)
    report = sign(world, order, second)
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == (DocumentState.REPLACED, second)
    assert signed_report(report) == second


def test_the_ministry_reads_the_approved_report_only(world):
    report, document = approved(world)
    ministry = Acting(user=UserFactory(is_administrator=True))
    assert document in Document.objects.filter(readable_documents(ministry))
    ordering.return_for_correction(report, comment="Түзөтүү", by=world.by_head)
    assert not Document.objects.filter(readable_documents(ministry)).exists()


# As it is printed -----------------------------------------------------------------------------------------------------


def test_the_printed_report_is_tagged_and_holds_the_longest_texts(world):
    report = world.filled()
    report.answers.update(text="Ы" * 499 + "\n")
    report.answers.filter(criterion__number="1.1").update(text=EVIL)
    link = LinkFactory(organization=world.school, title="Т" * 300, url="https://mektep.kg/" + "a" * 900)
    evidence.cite(report.answers.get(criterion__number="1.1"), link, by=world.by_deputy)
    document = papers.report_preview(report, by=world.by_head)
    work()
    document.refresh_from_db()
    with pikepdf.open(BytesIO(files.original_of(document))) as pdf:
        assert len(pdf.pages) == document.pages > 5
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.Root.Outlines.Count > 3
        assert not pdf.attachments


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ky", ["ӨЗҮН-ӨЗҮ БААЛОО БОЮНЧА ОТЧЁТУ", "Тастыктоочу база", "Күчтүү жактар", "толтурулган жок"]),
        ("ru", ["ОТЧЕТ О САМООЦЕНКЕ", "Подтверждающая база", "Сильные стороны", "не заполнено"]),
    ],
)
def test_the_paper_speaks_the_language_of_the_report(world, language, words):
    report = world.planned(language=InstructionLanguage(language))
    html = html_of(papers.report_preview(report, by=world.by_deputy))
    assert [word for word in words if word not in html] == []
    assert f'<section class="part" lang="{language}">' in html
    assert "ДОЛБООР" in html


def test_answers_in_a_third_language_say_so_and_are_text_whatever_they_hold(world):
    report = world.planned(language=InstructionLanguage.UZBEK)
    report.answers.filter(criterion__number="1.1").update(text=EVIL, version=1, **written(world))
    html = html_of(papers.report_preview(report, by=world.by_deputy))
    assert '<div class="answer" lang="uz">' in html
    assert '<img src="http://127.0.0.1:9/">' not in html
    assert "&lt;img src=" in html


def test_the_fixed_report_keeps_a_place_for_the_seal(world):
    _report, _order, document = prepared(world)
    assert html_of(document).count('id="seal"') == 1
    work()
    document.refresh_from_db()
    assert document.state == DocumentState.FIXED
    assert document.seal_place["page"] == 0


def written(world):
    return {"updated_by": world.deputy.person, "updated_at": "2022-09-02T10:00:00Z"}


def test_the_journal_says_that_the_report_waited_and_was_released(world):
    report, _order, _document = prepared(world)
    papers.release_report(report, by=world.by_head)
    assert list(journal_of(report))[-2:] == ["prepare_report_document", "release_report_document"]


def journal_of(report):
    entries = JournalEntry.objects.filter(object_type="selfassessment.selfassessment", object_id=str(report.pk))
    return entries.order_by("pk").values_list("action", flat=True)


def test_a_head_who_has_left_meanwhile_blocks_nobody(world):
    report, order, _document = prepared(world)
    world.dismiss(world.head)
    papers.release_report(report, by=world.by_head)
    order.refresh_from_db()
    assert order.report_document is None


def test_a_correction_given_up_opens_only_what_was_named(world):
    report = world.filled()
    links = [LinkFactory(organization=world.school) for _ in range(2)]
    named, other = (report.answers.get(criterion__number=number) for number in ("1.1", "1.2"))
    for answer, link in zip((named, other), links, strict=True):
        evidence.cite(answer, link, by=world.by_deputy)
    order = world.order(report, OrderKind.APPROVE)
    report = sign(world, order, papers.report_document(report, by=world.by_head))
    report.state, report.approved_at, report.approved_by = State.RETURNED, None, None
    report.save()
    correction = Correction.objects.create(report=report, reason="1.1", asked_by=world.head.person, before={})
    correction.answers.set([named])
    ordering.release_answers(report)
    versions = dict(Citation.objects.values_list("answer", "version__number"))
    assert versions == {named.pk: None, other.pk: 1}
