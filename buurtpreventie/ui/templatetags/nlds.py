"""Template tags for the crispy pack, icons and words for days. Builtin: no ``{% load %}`` needed."""

from django import forms, template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from buurtpreventie.ui import dates
from buurtpreventie.ui.charts import number_in_words
from buurtpreventie.ui.icons import ICONS

register = template.Library()

CLASSES = [
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.CheckboxSelectMultiple, "utrecht-custom-checkbox utrecht-custom-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.CheckboxInput, "utrecht-custom-checkbox utrecht-custom-checkbox--html-input"),
    (forms.widgets.Input, "utrecht-textbox utrecht-textbox--html-input"),
]
ALERTS = {"success": "ok", "error": "error", "warning": "warning"}
ALERT_ICONS = {"ok": "goed", "error": "waarschuwing", "warning": "waarschuwing"}
DEFAULT_THEME = "neutraal"

# --- fields ----------------------------------------------------------------------------------


def widget_class(field):
    """The classes of the design system for this widget, after those the form gave it."""
    widget = field.field.widget
    names = next((names for kind, names in CLASSES if isinstance(widget, kind)), "").split()
    if names and field.errors:
        names.append(f"{names[0]}--invalid")
    return " ".join(dict.fromkeys(names + widget.attrs.get("class", "").split()))


@register.simple_tag
def nlds_widget(field):
    """The input itself; Django adds aria-describedby and aria-invalid."""
    return field.as_widget(attrs={"class": widget_class(field)})


@register.simple_tag
def nlds_keuzes(field):
    """The separate choices of a group of radios or checkboxes."""
    field.field.widget.attrs["class"] = widget_class(field)
    return field.subwidgets


@register.filter
def is_groep(field):
    """Radios or checkboxes: they need a fieldset."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_vinkje(field):
    """One checkbox: its label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def fout_anker(field):
    """The id an error links to: the field, or the first choice of a group."""
    return f"{field.auto_id}_0" if is_groep(field) else field.id_for_label or field.auto_id


@register.simple_tag(takes_context=True)
def formulier_met_fouten(context):
    """The first bound form on this page that came back with errors, or None."""
    for value in context.flatten().values():
        if isinstance(value, forms.BaseForm) and value.is_bound and value.errors:
            return value
    return None


@register.simple_tag
def eerste_keer(form):
    """True once for every form: its errors are listed once, by the base or by the page."""
    first = bool(form) and form.is_bound and not getattr(form, "errors_are_listed", False)
    if first:
        form.errors_are_listed = True
    return first


# --- icons, messages, theme ------------------------------------------------------------------


@register.simple_tag
def icoon(naam, extra=""):
    """One of our own line drawings; an unknown name draws nothing."""
    return format_html(
        '<svg class="app-icoon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        extra,
        mark_safe(ICONS.get(str(naam), "")),  # our own constants, never input
    )


@register.filter
def alertsoort(message):
    """The kind of alert for a message of django.contrib.messages."""
    return ALERTS.get(message.level_tag, "info")


@register.filter
def alerticoon(soort):
    """The icon for a kind of alert: ok, info, warning, error."""
    return ALERT_ICONS.get(soort, "info")


@register.filter
def bestaand_thema(slug):
    """The slug of a theme that has a stylesheet; the neutral one when it has not."""
    slug = str(slug or "")
    return slug if slug.replace("-", "").isalnum() and theme_url(slug) else DEFAULT_THEME


@register.simple_tag
def thema_css(slug):
    """The address of a theme's stylesheet."""
    return conditional_escape(theme_url(slug) or theme_url(DEFAULT_THEME))


def theme_url(slug):
    """Where the stylesheet of a theme is, or None when the collected files have no such theme."""
    try:
        return staticfiles_storage.url(f"css/theme-{slug}.css")
    except ValueError:
        return None


# --- days and times --------------------------------------------------------------------------


@register.filter
def datum(moment, nu=None):
    """17 november; the year only when it is another one."""
    return dates.date_in_words(moment, today(nu)) if moment else ""


@register.filter
def getal(value):
    """200.000 and 12,5."""
    return number_in_words(value)


@register.filter
def maand(moment):
    """oktober 2026."""
    return dates.month_in_words(moment) if moment else ""


@register.filter
def datumtijd(moment, nu=None):
    """17 november, 21.40 uur."""
    return f"{datum(moment, nu)}, {dates.time_in_words(moment)}" if moment else ""


@register.filter
def tijd(moment):
    """21.40 uur."""
    return dates.time_in_words(moment) if moment else ""


@register.filter
def weekdag(moment, nu=None):
    """dinsdag 17 november."""
    return dates.weekday_in_words(moment, today(nu)) if moment else ""


@register.filter
def dagnaam(moment, nu=None):
    """vandaag, gisteren, morgen; otherwise the date."""
    return dates.relative_day(moment, today(nu)) if moment else ""


@register.filter
def te_laat(moment, nu=None):
    """2 dagen te laat, or nothing."""
    return dates.days_late(moment, today(nu)) if moment else ""


@register.simple_tag(takes_context=True)
def termijnstand(context, uiterlijk):
    """How a term stands: ``soort`` laat, vandaag or nothing, the day in words and how late it is."""
    if not uiterlijk:
        return {}
    now = context.get("nu")
    if context.get("klaar"):
        return {"soort": "", "dag": datum(uiterlijk, now)}
    late = context.get("woorden") or te_laat(uiterlijk, now)
    if late:
        return {"soort": "laat", "dag": datum(uiterlijk, now), "laat": late}
    due_today = dates.day(uiterlijk) == today(now)
    return {"soort": "vandaag" if due_today else "", "dag": dagnaam(uiterlijk, now).capitalize()}


def today(now=None):
    """The day of ``now``, or of the wall clock."""
    return dates.day(now) if now else timezone.localdate()


@register.filter
def tot(number):
    """The numbers 1 to n, to draw n steps."""
    return range(1, int(number) + 1)
