"""What an expert and a member of the collegium find when they come in."""

from django.http import HttpResponse
from django.shortcuts import render

from accreditation.rules import people as rules
from core.http import Request, reads


@reads
def expert_home(request: Request) -> HttpResponse:
    rules.is_expert.check(request.acting)
    return render(request, "accreditation/expert_home.html", {"expert": rules.expert_of(request.acting.user)})


@reads
def collegium_home(request: Request) -> HttpResponse:
    rules.is_collegium_member.check(request.acting)
    member = rules.collegium_member_of(request.acting.user)
    return render(request, "accreditation/collegium_home.html", {"member": member})
