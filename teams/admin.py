"""Places, teams, roles and partners, for platform superusers; never a melding."""

from django.contrib import admin

from teams import models


class OpeningstijdInline(admin.TabularInline):
    model = models.Openingstijd
    extra = 0


class SluitingsdagInline(admin.TabularInline):
    model = models.Sluitingsdag
    extra = 0


class ContactInline(admin.TabularInline):
    model = models.Contact
    fields = ["naam", "email", "telefoon", "vervanger", "afwezig_van", "afwezig_tot", "actief"]
    autocomplete_fields = ["vervanger"]
    extra = 0


class KeptAdmin(admin.ModelAdmin):
    """Rows that end or are switched off, and are never deleted."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(models.Gemeente)
class GemeenteAdmin(KeptAdmin):
    list_display = ["naam", "regio", "meldpunt_telefoon"]
    search_fields = ["naam"]
    prepopulated_fields = {"slug": ["naam"]}
    inlines = [OpeningstijdInline, SluitingsdagInline]


@admin.register(models.Wijk)
class WijkAdmin(KeptAdmin):
    list_display = ["naam", "gemeente"]
    list_filter = ["gemeente"]
    search_fields = ["naam"]


@admin.register(models.Buurt)
class BuurtAdmin(KeptAdmin):
    list_display = ["naam", "wijk", "gemeente"]
    list_filter = ["gemeente"]
    list_select_related = ["wijk", "gemeente"]
    search_fields = ["naam"]


@admin.register(models.Team)
class TeamAdmin(KeptAdmin):
    list_display = ["naam", "gemeente", "stand"]
    list_filter = ["gemeente", "stand"]
    search_fields = ["naam"]
    autocomplete_fields = ["buurten"]


@admin.register(models.Lidmaatschap)
class LidmaatschapAdmin(KeptAdmin):
    list_display = ["gebruiker", "team", "rol", "van", "tot"]
    list_filter = ["rol", "team__gemeente"]
    list_select_related = ["gebruiker", "team"]
    autocomplete_fields = ["gebruiker", "team"]


@admin.register(models.Partner)
class PartnerAdmin(KeptAdmin):
    list_display = ["naam", "soort", "gemeente", "weg", "actief"]
    list_filter = ["gemeente", "soort", "actief"]
    search_fields = ["naam"]
    inlines = [ContactInline]


@admin.register(models.Contact)
class ContactAdmin(KeptAdmin):
    list_display = ["naam", "partner", "email", "actief"]
    list_filter = ["partner__gemeente", "actief"]
    search_fields = ["naam", "email"]
    autocomplete_fields = ["partner", "vervanger", "buurten"]


@admin.register(models.Aanstelling)
class AanstellingAdmin(KeptAdmin):
    list_display = ["gebruiker", "rol", "gemeente", "regio", "partner", "van", "tot"]
    list_filter = ["rol", "gemeente"]
    autocomplete_fields = ["gebruiker", "gemeente", "partner"]


@admin.register(models.Regio)
class RegioAdmin(KeptAdmin):
    list_display = ["naam"]
    search_fields = ["naam"]
