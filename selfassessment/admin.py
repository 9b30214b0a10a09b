from django.contrib import admin

from selfassessment.models import Criterion, Section, Standard


class CriterionInline(admin.TabularInline):
    model = Criterion
    extra = 0


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    """Wordings are confirmed here; a version that reports were begun with keeps its numbers."""

    list_display = ["number", "title_ky", "status_ky", "status_ru", "standard"]
    list_filter = ["standard", "status_ky", "status_ru"]
    list_select_related = ["standard"]
    readonly_fields = ["standard", "order"]
    inlines = [CriterionInline]


@admin.register(Standard)
class StandardAdmin(admin.ModelAdmin):
    list_display = ["type", "version", "state", "legal_basis", "in_force_since"]
    list_filter = ["type", "state"]
    readonly_fields = ["type", "version", "state", "in_force_since", "created_at"]
