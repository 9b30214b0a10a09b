"""The first page of the ministry's cabinet."""

from django.http import HttpResponse
from django.shortcuts import render

from admin_panel.menu import menu_of
from admin_panel.views.access import for_the_ministry
from core.http import Request, reads


@reads
@for_the_ministry
def home(request: Request) -> HttpResponse:
    return render(request, "admin_panel/home.html", {"sections": menu_of(request.acting).sections})
