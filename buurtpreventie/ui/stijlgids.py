"""The examples of the styleguide: every component with every state, with invented words."""

import datetime as dt

from crispy_forms.layout import Field, Layout
from django import forms
from django.core.paginator import Paginator

from buurtpreventie.ui.charts import Punt, lying_bars, standing_bars
from buurtpreventie.ui.forms import FilterForm, Keuze, NldsForm, SuggestieInput
from buurtpreventie.ui.icons import ICONS
from buurtpreventie.ui.layout import Deel, Groep, Meer, Rij, Vraag
from buurtpreventie.ui.tellers import TellerField

NOW = dt.datetime(2026, 11, 17, 21, 40)
LONG = "Een heel lang antwoord dat over meer regels loopt, want niet iedereen schrijft kort. " * 6
LONG_WORD = "Burgemeestervanderveldenlaanverkeersdrempelverlichtingsmast"
GEMERKT = [
    ("zag", Keuze("Ik zag iets", icoon="oog")),
    ("hoorde", Keuze("Ik hoorde iets", icoon="oor")),
    ("rook", Keuze("Ik rook iets", icoon="neus")),
    ("verteld", Keuze("Iemand vertelde het mij", icoon="praat")),
    ("voelde", Keuze("Ik voelde dat er iets niet klopt", icoon="hart", uitleg="Dat mag ook. Schrijf op waardoor.")),
]
WANNEER = [("nu", "Zojuist"), ("vandaag", "Eerder vandaag"), ("eerder", "Op een andere dag")]
WIJKEN = [("", "Kies een wijk"), ("noord", "Noord"), ("centrum", "Centrum"), ("lang", LONG_WORD)]
STRATEN = ["Lindestraat", "Kerkweg", "Pad achter de Kerkweg"]
STROKEN = [
    ("", "Waarschuwing voor uw ronde"),
    ("app-strook--oefening", "Waarschuwing voor uw ronde"),
    ("app-strook--klaar", "Voorbij: de waarschuwing van 21.30 uur"),
]


class VeldenForm(NldsForm):
    """Every kind of field once."""

    knop = "Verder"
    tweede_knop = ("later", "Bewaar voor later")

    merkte = forms.MultipleChoiceField(
        label="Hoe merkte u het?",
        help_text="U mag meer dan 1 antwoord kiezen.",
        choices=GEMERKT,
        widget=forms.CheckboxSelectMultiple,
    )
    tekst = forms.CharField(
        label="Schrijf op wat u merkte",
        help_text="1 zin is genoeg. Schrijf geen namen van bewoners op.",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Schrijf op wat u merkte."},
    )
    wanneer = forms.ChoiceField(label="Wanneer was dat?", choices=WANNEER, widget=forms.RadioSelect)
    wijk = forms.ChoiceField(label="Buurt", choices=WIJKEN, error_messages={"required": "Kies de buurt."})
    straat = forms.CharField(label="Straat", required=False, widget=SuggestieInput(STRATEN))
    nummer = forms.CharField(label="Nummer", required=False, max_length=10)
    datum = forms.DateField(label="Op welke dag?")
    mail = forms.EmailField(label="Uw e-mailadres", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    aantal = forms.IntegerField(label="Met hoeveel mensen liep u?", min_value=1, max_value=20)
    akkoord = forms.BooleanField(label="Mijn coördinator mag dit lezen", help_text="U kunt dit later veranderen.")
    reactie = forms.CharField(label="Hebt u iemand gesproken?", required=False, widget=forms.Textarea)

    layout = Layout(
        Groep(
            "Wat en wanneer",
            "merkte",
            Deel(
                "delen/_feit.html",
                wel="De gordijnen zijn al 5 dagen dicht.",
                niet="Die man zorgt slecht voor zichzelf.",
            ),
            "tekst",
            "wanneer",
        ),
        Groep("Waar", "wijk", Rij("straat", Field("nummer", wrapper_class="kort"))),
        Rij("datum", Field("aantal", wrapper_class="kort")),
        "mail",
        "akkoord",
        Meer("reactie", uitleg="Wat u hier invult, helpt wie het oppakt."),
    )


class UitForm(VeldenForm):
    """The same, switched off."""

    tweede_knop = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = True

    def buttons(self):
        """None: there is nothing to send."""
        return []


class TelForm(NldsForm):
    """Counters: a number with big buttons beside it."""

    toont_optioneel = False

    lamp = TellerField(label="Kapotte verlichting")
    afval = TellerField(label="Afval op straat")
    verkeer = TellerField(label="Onveilige plek in het verkeer bij de school en het winkelcentrum")
    layout = Layout(*(Field(naam, wrapper_class="app-telregel") for naam in ("lamp", "afval", "verkeer")))

    def buttons(self):
        """None: it is only to look at."""
        return []


class StapForm(NldsForm):
    """One page of a step form: its only question is the heading."""

    knop = "Verder"
    tweede_knop = ("later", "Bewaar voor later")
    gevaar = forms.ChoiceField(
        label="Is er nu gevaar?",
        help_text="Bijvoorbeeld brand, geweld of iemand die nu hulp nodig heeft.",
        choices=[("ja", "Ja, of ik twijfel"), ("nee", "Nee, er is nu geen gevaar")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of er nu gevaar is."},
    )
    tekst = forms.CharField(label="Wat ziet u nu?", required=False, widget=forms.Textarea)
    layout = Layout(Vraag("gevaar"), "tekst")


class ZoekForm(FilterForm):
    """The filters of a worklist."""

    nummer = forms.CharField(label="Nummer", widget=forms.TextInput(attrs={"type": "search"}))
    wijk = forms.ChoiceField(label="Buurt", choices=[("", "Alle buurten"), *WIJKEN[1:]])
    stand = forms.ChoiceField(label="Stand", choices=[("", "Alles wat loopt"), ("ontvangen", "Ontvangen")])
    wie = forms.ChoiceField(label="Wie", choices=[("", "Iedereen"), ("ik", "Ik"), ("niemand", "Nog niemand")])


FILLED = {
    "merkte": ["zag", "hoorde"],
    "tekst": "De gordijnen zijn al 5 dagen dicht. Vanavond hoorde ik iemand huilen.",
    "wanneer": "vandaag",
    "wijk": "noord",
    "straat": "Lindestraat",
    "nummer": "12",
    "datum": dt.date(2026, 11, 17),
    "mail": "j.jansen@voorbeeld.nl",
    "aantal": 4,
    "akkoord": True,
    "reactie": "De buurvrouw heeft hem zondag nog gezien.",
}
WRONG = {"tekst": LONG, "datum": "9999-12-31", "mail": "geen adres", "aantal": "99", "straat": LONG_WORD}
PAGES = {
    "stap": "stijlgids/stap.html",
    "stap-fout": "stijlgids/stap.html",
    "verstuurd": "stijlgids/verstuurd.html",
    "fout-400": "400.html",
    "fout-403": "403.html",
    "fout-403-verlopen": "403_csrf.html",
    "fout-404": "404.html",
    "fout-500": "500.html",
    "fout-503": "503.html",
}


def page_context(name):
    """What a whole page of the styleguide is drawn with."""
    return {
        "naam": "Zorgen om iemand",
        "stap": 1,
        "stappen": 5,
        "stoppen_url": "/stijlgids/",
        "terug_url": "/stijlgids/",
        "pad": f"/stijlgids/{name}/",
        "is_post": True,
        "velden": [{"naam": "tekst", "waarde": FILLED["tekst"]}],
    }


def timeline(reached):
    """The four fixed steps with ``reached`` of them done."""
    names = ["Gemeld", "Opgepakt", "Afgerond", "Antwoord"]
    days = ["17 november, 21.40 uur", "18 november, door het wijkteam", "20 november", "21 november, 9.05 uur"]
    kinds = ["klaar"] * reached + ["nu"] + ["straks"] * 4
    return [
        {"soort": kind, "naam": name, "wat": day if kind != "straks" else ""}
        for name, day, kind in zip(names, days, kinds, strict=False)
    ]


def rows():
    """A worklist with something late, something for today and a very long name."""
    return [
        {"wat": "Een donkere plek", "nummer": "2026-1042", "uiterlijk": NOW - dt.timedelta(days=5), "wijk": "Noord",
         "kleur": "info", "stand": "Opgepakt", "wie": "L. de Wit"},
        {"wat": "Zorgen om iemand", "nummer": "2026-1047", "uiterlijk": NOW, "wijk": "Centrum",
         "kleur": "neutral", "stand": "Ontvangen", "wie": "Nog niemand"},
        {"wat": LONG_WORD, "nummer": "2026-1051", "uiterlijk": NOW + dt.timedelta(days=1), "wijk": LONG_WORD,
         "kleur": "warning", "stand": "Wacht op antwoord", "wie": "Wijkteam Noord en omgeving"},
        {"wat": "Losse stoeptegel", "nummer": "2026-1039", "uiterlijk": NOW - dt.timedelta(days=20), "wijk": "Noord",
         "kleur": "success", "stand": "Afgerond", "wie": "F. Yilmaz", "klaar": True},
    ]  # fmt: skip


def charts():
    """Every chart with what is hard to draw: nothing yet, a week that is not over, long words, large numbers."""
    weeks = [Punt(str(39 + n), n, nu=n == 8) for n in range(1, 9)]
    words = [Punt("Praatje gemaakt", 96), Punt("Onveilige plek in het verkeer", 9), Punt(LONG_WORD, 0)]
    noot = "Weeknummer. De laatste week is nog bezig."
    return [
        ("Staand", standing_bars("staand", "Rondes per week", weeks, kop="Week", eenheid="Rondes", noot=noot)),
        ("Liggend", lying_bars("liggend", "Wat kwam het team tegen?", words, kop="Onderwerp", eenheid="Aantal keer")),
        ("Nog niets", standing_bars("nul", "Rondes per week", [Punt(str(n), 0) for n in range(40, 48)], kop="Week",
                                    eenheid="Rondes")),
        ("Te groot om te staan", standing_bars("groot", "Rondes per jaar", [Punt("2025", 200_000), Punt("2026", 12.5),
                                               Punt("2027", 3)], kop="Jaar", eenheid="Rondes")),
    ]  # fmt: skip


def context(request):
    """What the styleguide page shows."""
    return {
        "nu": NOW,
        "paginas": PAGES,
        "iconen": ICONS,
        "formulieren": [
            ("Leeg", "leeg", VeldenForm(prefix="leeg")),
            ("Ingevuld", "ingevuld", VeldenForm(prefix="ingevuld", initial=FILLED)),
            ("Met fouten", "fout", VeldenForm({f"fout-{name}": value for name, value in WRONG.items()}, prefix="fout")),
            ("Uitgeschakeld", "uit", UitForm(prefix="uit", initial=FILLED)),
        ],
        "zoek": {"form": ZoekForm(request.GET or None)},
        "stroken": STROKEN,
        "tijdlijnen": [("Net gemeld", timeline(0)), ("Opgepakt", timeline(1)), ("Klaar", timeline(3))],
        "berichten": [
            ("ok", "Uw melding is verstuurd.", "Gelukt"),
            ("info", "Het meldpunt is dicht tot maandag 9.00 uur.", ""),
            ("warning", "U hebt deze melding nog niet verstuurd.", ""),
            ("error", "Iemand anders heeft deze melding net opgepakt.", "Dit lukte niet"),
        ],
        "statussen": [("neutral", "Ontvangen", ""), ("info", "Opgepakt", ""), ("warning", "Wacht op antwoord", "klok"),
                      ("success", "Antwoord gegeven", "check"), ("danger", "Te laat", "waarschuwing")],
        "termijnen": [NOW - dt.timedelta(days=1), NOW - dt.timedelta(days=5), NOW, NOW + dt.timedelta(days=1),
                      NOW + dt.timedelta(days=9), NOW + dt.timedelta(days=60)],
        "vakken": [
            {"aantal": 2, "tekst": "te laat", "url": "?vak=laat", "laat": True},
            {"aantal": 1, "tekst": "vandaag klaar", "url": "?vak=vandaag"},
            {"aantal": 5, "tekst": "deze week", "url": "?vak=week", "nu": True},
            {"aantal": 0, "tekst": "klaar om te antwoorden", "url": "?vak=antwoord"},
        ],
        "cijfers": [
            {"aantal": "91%", "tekst": "Op tijd antwoord", "uitleg": "van 44 meldingen"},
            {"aantal": 3, "tekst": "Te laat antwoord", "uitleg": "1 minder dan in oktober"},
            {"aantal": 1, "tekst": "Zonder antwoord", "laat": True, "uitleg": "sinds 2 november"},
        ],
        "grafieken": charts(),
        "tellers": [
            ("Tellers leeg", "tel-leeg", TelForm(prefix="tel-leeg")),
            ("Tellers met fouten", "tel-fout", TelForm({"tel-fout-lamp": "200", "tel-fout-afval": "201",
                                                      "tel-fout-verkeer": "-1"}, prefix="tel-fout")),
        ],
        "rijen": rows(),
        "pagina": Paginator(range(90), 25).get_page(request.GET.get("pagina", 2)),
        "gegevens": [
            {"naam": "Hoe merkte u het?", "waarde": "Ik zag iets en ik hoorde iets", "url": "#gegevens"},
            {"naam": "Wat merkte u?", "waarde": f"{FILLED['tekst']}\nDe fiets staat er ook niet meer.",
             "url": "#gegevens"},
            {"naam": "Sinds wanneer?", "waarde": "", "url": "#gegevens"},
            {"naam": "Straat", "waarde": LONG_WORD},
        ],
        "lang": LONG,
    }  # fmt: skip
