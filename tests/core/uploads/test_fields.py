from django import forms
from django.utils.translation import override

from core.uploads.fields import UploadField
from core.uploads.formats import EVIDENCE, SCANS
from tests import files


class CharterForm(forms.Form):
    charter = UploadField(allowed=SCANS, label="Charter")


def test_the_limits_are_said_before_the_choice(settings):
    settings.UPLOAD_MAX_BYTES = 20 * 1024 * 1024
    with override("ru"):
        assert str(CharterForm()["charter"].help_text) == "PDF, JPEG, PNG, не больше 20,0\xa0МБ."
    assert 'accept=".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"' in str(CharterForm()["charter"])


def test_a_good_file_is_cleaned_to_what_it_is():
    form = CharterForm({}, {"charter": files.upload(files.pdf())})
    assert form.is_valid()
    assert form.cleaned_data["charter"].format.key == "pdf"


def test_the_refusal_stands_at_the_field():
    form = CharterForm({}, {"charter": files.upload(b"", "устав.pdf")})
    assert form.errors.as_data()["charter"][0].code == "empty"


def test_a_missing_file_is_asked_for():
    assert CharterForm({}, {}).errors.as_data()["charter"][0].code == "required"


def test_a_field_may_stay_empty():
    field = UploadField(required=False)
    assert field.clean(None) is None


def test_the_room_left_counts():
    field = UploadField(room=10)
    form_class = type("Small", (forms.Form,), {"charter": field})
    form = form_class({}, {"charter": files.upload(files.pdf())})
    assert form.errors.as_data()["charter"][0].code == "over_quota"


def test_the_larger_limit_of_a_film_is_said_apart(settings):
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_VIDEO_BYTES = 20 * 1024 * 1024, 200 * 1024 * 1024
    with override("en"):
        said = str(UploadField(allowed=EVIDENCE).help_text)
    assert said == ("PDF, DOCX, XLSX, PPTX, JPEG, PNG, at most 20,0\xa0MB. MP4, at most 200,0\xa0MB.")
