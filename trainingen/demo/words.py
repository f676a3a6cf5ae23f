"""The words of the demo's trainings: invented, about no real person or place."""

APPROACH = (
    "Het team loopt nu acht jaar en heeft weinig jonge leden. "
    "Oefen vooral het gesprek met jongeren en het werven van nieuwe mensen."
)
PROGRAMME = "19.30 uur Welkom\n19.40 uur Een korte inleiding\n20.10 uur Werktafels\n21.10 uur Wat spreken wij af?"
TABLES = [
    "Wie zijn onze partners, en wanneer belt u wie?",
    "Wat wilt u terughoren na een melding?",
    "Hoe krijgen wij nieuwe bewoners mee?",
]
OUTCOMES = [
    "Veel mensen kennen de wijkagent alleen van naam. Samen een ronde lopen helpt het meest.",
    "Drie dingen: is het opgepakt, door wie, en moet ik nog ergens op letten?",
    "Aanbellen werkt beter dan een folder. Begin met koffie, niet met een hesje.",
]
LEARNT = {
    "PV1": "Zeg eerst wie u bent. Dan pas wat u ziet.",
    "JE1": "Eén van ons praat, de ander kijkt. Namen vragen hoeft niet.",
    "ZO1": "Vertel wat u zag en wacht op antwoord. Niet invullen.",
}
INTAKE = {
    "T1": "Het team van het Molenkwartier, begonnen in 2018",
    "T2": "samen",
    "T3": ["lopen", "appgroep"],
    "T4": "Het Molenkwartier en Dijkzicht, en het park ertussen",
    "T5": "meestal",
    "T6": 2,
    "T7": 9,
    "T8_25tot44": 1,
    "T8_45tot64": 5,
    "T8_65tot79": 3,
    "T9_vrouw": 4,
    "T9_man": 5,
    "T10": "Wij missen jongeren en mensen die hier pas wonen.",
    "T11": 1200,
    "T12_huur": 45,
    "T12_corporatie": 38,
    "T12_koop": 55,
    "T13": "ouder",
    "T14": "Veel mensen wonen alleen. Rond het winkelplein is het ’s avonds druk.",
    "T15": ["inbraak", "jongeren", "eenzaamheid"],
    "T16": "De rondes gaan goed. Wij horen niet altijd wat er met een melding gebeurt.",
    "T17_hebben": ["wijkagent", "gemeente"],
    "T17_willen": ["jongerenwerk", "sociaal_wijkteam"],
    "T18": "Een groep die boodschappen doet voor buren.",
    "T19": ["coordinator", "rooster", "appgroep"],
    "T20": "werkgroep",
    "T21": "Met de website, en soms bellen wij de wijkagent. Twijfel is er over zorgen om mensen.",
    "T22": ["training", "contact"],
    "T23": 1,
    "T24": "Drie leden kunnen reanimeren. De AED hangt bij het buurthuis.",
}
