"""People, for platform superusers; no password is typed here and no content of meldingen is near."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.actions import end_sessions, invite, moved_to_new_email, reset_second_factor
from buurtpreventie.accounts.models import Gebruiker


@admin.register(Gebruiker)
class GebruikerAdmin(admin.ModelAdmin):
    """A new person gets an invitation; roles are given on the pages of teams."""

    list_display = ["naam", "email", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["naam", "email"]
    fields = ["naam", "email", "telefoon", "antwoord_via", "is_active", "is_staff", "is_superuser", "last_login"]
    readonly_fields = ["last_login"]
    actions = ["uitnodigen", "overal_uitloggen", "tweede_factor_wissen"]

    def save_model(self, request, obj, form, change):
        """Somebody new comes in by invitation only; who may no longer sign in is signed out."""
        now = timezone.now()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change and obj.email:
            invite(obj, actor=request.user, now=now)
        if change and "email" in form.changed_data:
            moved_to_new_email(obj, actor=request.user, now=now)
        elif change and "is_active" in form.changed_data:
            end_sessions(obj, actor=request.user, now=now)

    def has_delete_permission(self, request, obj=None):
        """Roles end and sign-in stops; rows of people are anonymised by retention, never deleted here."""
        return False

    @admin.action(description=_("Stuur een nieuwe uitnodiging"))
    def uitnodigen(self, request, queryset):
        people = queryset.filter(email__isnull=False, is_active=True)
        for gebruiker in people:
            invite(gebruiker, actor=request.user, now=timezone.now())
        messages.success(request, _("Uitgenodigd: %(n)d.") % {"n": len(people)})

    @admin.action(description=_("Log overal uit (telefoon kwijt)"))
    def overal_uitloggen(self, request, queryset):
        for gebruiker in queryset:
            end_sessions(gebruiker, actor=request.user, now=timezone.now())

    @admin.action(description=_("Wis de tweede factor"))
    def tweede_factor_wissen(self, request, queryset):
        for gebruiker in queryset:
            reset_second_factor(gebruiker, actor=request.user, now=timezone.now())
