"""The gallery of components, in DEBUG only: each component in all its states, to be looked at and tested."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from core.forms import CountedTextField
from core.http import Request, reads
from core.ui import Action, Crumb, FileItem, Step, Tab, Task

_LONG_NAME = (
    "Жалал-Абад облусунун Токтогул районундагы Шамшы Калдаяков атындагы жалпы орто билим берүү уюму (мектеп-гимназия)"
)
_CHOICES = [("inst", "Институционалдык аккредитация"), ("prog", "Программалык аккредитация")]
_TOO_LONG = "Окуу планынын билим берүү стандартына ылайык келүүсү. " * 10


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Уюмдун толук аталышы", help_text="Юстиция министрлигинин базасындагыдай жазыңыз.")
    pin = forms.CharField(
        label="ПИН",
        help_text="ID-картада көрсөтүлгөн 14 орундуу номер.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    started_on = forms.DateField(label="Баштоо күнү", help_text="Мисалы, 02.09.2022")
    region = forms.ChoiceField(label="Облус", choices=[("", "—"), ("7", "Талас облусу"), ("3", "Жалал-Абад облусу")])
    kind = forms.ChoiceField(label="Аккредитациянын түрү", choices=_CHOICES, widget=forms.RadioSelect)
    levels = forms.MultipleChoiceField(
        label="Билим берүү деңгээли",
        choices=[("010", "010 Башталгыч жалпы билим берүү"), ("020", "020 Орто жалпы билим берүү")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Бир же бир нечесин белгилеңиз.",
    )
    answer = CountedTextField(label="Тексттик сүрөттөө", limit=500, help_text="500 белгиге чейин.")
    charter = forms.FileField(label="Устав", help_text="PDF же сүрөт, 10 МБга чейин.")
    site = forms.URLField(label="Сайт", required=False, assume_scheme="https")
    agreed = forms.BooleanField(label="Шарттарга макулмун")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="Текшерүү коду (6 сан)",
        help_text="Код +99670*****01 номерине жөнөтүлдү.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}),
    )


class SearchForm(forms.Form):
    optional_marks = False

    words = forms.CharField(label="Уюм же номер", required=False)
    region = forms.ChoiceField(label="Облус", choices=[("", "Баары"), ("7", "Талас облусу")], required=False)


@login_not_required
@reads
def gallery(request: Request) -> HttpResponse:
    return render(request, "core/gallery.html", _forms() | _ways_on() | _lists(request))


@login_not_required
@reads
def gallery_refused(request: Request) -> HttpResponse:
    """A form as it comes back when the server refused it."""
    typed = {"name": _LONG_NAME, "pin": "1234", "answer": _TOO_LONG, "kind": "elsewhere", "started_on": "31.02.2022"}
    return render(request, "core/gallery_refused.html", {"form": SampleForm(typed)}, status=422)


def _forms() -> dict[str, Any]:
    return {"sample": SampleForm(), "code": CodeForm(), "search": SearchForm({"words": "мектеп"})}


def _ways_on() -> dict[str, Any]:
    refused = Action(
        label="Адисти дайындоо",
        url="#",
        reason="Адисти дайындоо үчүн СЭД номери керек.",
        way="#sed",
        way_label="СЭД номерин көрсөтүү",
    )
    return {
        "crumbs": [Crumb(label="Аккредитациялар (А)", url="#"), Crumb(label="№ 32862")],
        "acts": [
            Action(label="Кароого жөнөтүү", url="#"),
            Action(label="Түзөтүү", url="#", tone="secondary"),
            Action(label="Кароосуз кайтаруу", url="#", tone="warning"),
            refused,
        ],
        "tabs": [
            Tab(label="Арыздар", url="#", count=128, current=True),
            Tab(label="Каралып жаткандар", url="#", count=34),
            Tab(label="Каралгандар", url="#", count=7),
            Tab(label="Колдонуудагылар", url="#", count=1936),
            Tab(label="Четке кагылгандар", url="#", count=0),
        ],
        "steps": [
            Step(label="Комиссия", url="#", state="done"),
            Step(label="Аккредитациянын түрү", url="#", state="current"),
            Step(label="Отчеттор"),
            Step(label="Бекитүү"),
        ],
    }


def _lists(request: Request) -> dict[str, Any]:
    region = "Жалал-Абад облусу"
    rows = [{"number": 32862 + n, "organization": _LONG_NAME, "region": region, "days": 3 * n} for n in range(3)]
    return {
        "rows": rows,
        "page": Paginator(range(128), 25).get_page(request.GET.get("page", "3")),
        "short_page": Paginator(range(7), 25).get_page(1),
        "tasks": [
            Task(label="Киришүү", url="#", status="Толтурулду", tone="done"),
            Task(label="1. Билим берүү программасынын мазмуну", url="#", status="Толтурулду 3/5", tone="accent"),
            Task(label="2. Кадрдык камсыздоо", url="#", status="Башталган жок", hint="5 критерий"),
            Task(label="Корутундулар", status="Азырынча болбойт", hint="Адегенде бөлүмдөрдү толтуруңуз.", tone="muted"),
        ],
        "files": [
            FileItem(name="Устав 2019-жылдагы редакция.pdf", size=1_258_291, kind="PDF", url="#"),
            FileItem(name="сүрөт.jpg", size=83_100, kind="JPEG", status="Текшерилүүдө", tone="accent"),
            FileItem(name="көчүрмө" * 12 + ".docx", size=912, kind="DOCX", status="Вирус табылды", tone="warning"),
        ],
        "moment": datetime(2022, 9, 2, 8, 3, tzinfo=UTC),
    }
