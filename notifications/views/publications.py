"""«Билдирүүлөр» for everybody: news, questions and answers, guides."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from core.http import Request, reads
from core.ui import FileItem, Tab
from core.uploads.downloads import file_response
from notifications import selectors
from notifications.enums import PublicationKind
from notifications.models import Publication, PublicationFile

PER_PAGE = 20


@login_not_required
@reads
def news(request: Request) -> HttpResponse:
    kind = next((kind for kind in selectors.PUBLIC if kind == request.GET.get("tab")), PublicationKind.NEWS)
    rows = selectors.published(request.user, kind)
    context = {
        "kind": kind,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(request, kind),
    }
    return render(request, "notifications/news.html", context)


@login_not_required
@reads
def publication(request: Request, pk: int) -> HttpResponse:
    """One publication; a notice only for whoever has signed in."""
    visible = Publication.objects.visible_to(request.user).select_related("document")
    shown = get_object_or_404(visible, pk=pk)
    context = {"publication": shown, "files": files_of(shown), "list": news_url(PublicationKind(shown.kind))}
    return render(request, "notifications/publication.html", context)


@login_not_required
@reads
def publication_file(request: Request, public_id: uuid.UUID) -> HttpResponseBase:
    """The document of a publication that the reader may see, once the scanner called it clean."""
    return file_response(get_object_or_404(PublicationFile.objects.visible_to(request.user), public_id=public_id))


def news_url(kind: PublicationKind) -> str:
    """The list in which publications of this kind stand; notices stand in the inbox."""
    if kind == PublicationKind.NOTICE:
        return reverse("message_list")
    return reverse("news") if kind == PublicationKind.NEWS else f"{reverse('news')}?tab={kind}"


def files_of(publication: Publication, *, name: str = "publication_file") -> list[FileItem]:
    """The publication's document as lists of files show it, at the address of this name; empty where there is none."""
    document: PublicationFile | None = getattr(publication, "document", None)
    if document is None:
        return []
    return [
        FileItem(
            name=document.name,
            size=document.size,
            kind=document.format.label,
            url=reverse(name, args=[document.public_id]) if document.is_clean else "",
            status="" if document.is_clean else document.get_scan_state_display(),
        )
    ]


def _tabs(request: Request, current: PublicationKind) -> list[Tab]:
    counts = selectors.publication_counts(Publication.objects.visible_to(request.user))
    return [
        Tab(label=str(kind.label), url=news_url(kind), count=counts[kind], current=kind == current)
        for kind in selectors.PUBLIC
    ]
