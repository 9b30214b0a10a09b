"""What a member of the collegium finds when he comes in."""

from django.http import HttpResponse
from django.shortcuts import render

from accreditation.rules import people as rules
from core.http import Request, reads


@reads
def collegium_home(request: Request) -> HttpResponse:
    rules.is_collegium_member.check(request.acting)
    member = rules.collegium_member_of(request.acting.user)
    return render(request, "accreditation/collegium_home.html", {"member": member})
