"""What invented people write under their answers, and what the gemeente did with it."""

SAID = {
    "NPE7": ["Wanneer bel ik, en wanneer meld ik?", "Hoe vertel ik het aan de bewoner zelf?", ""],
    "NPE8": [
        "Het ging te veel over ouderen. Op straat zien wij vooral jongeren.",
        "Fijn dat wij echt hebben geoefend.",
        "Mevrouw Terpstra van het Elzenpad kwam ook ter sprake, dat was niet handig.",
        "",
        "",
    ],
    "WVE8": ["De acteur was heel goed.", "Volgende keer graag langer oefenen.", "", ""],
    "E2t": ["Ik kijk nu ook naar gordijnen die dicht blijven.", "Ik deed dit al.", "", ""],
    "E7t": ["Samen lopen is gezellig en het helpt.", "Ik wil wel horen wat er met een melding gebeurt.", ""],
    "E14t": ["Ik kon meteen oefenen.", "Wijkveiligheid paste beter bij ons werk.", ""],
}
REDACTED = {
    "Mevrouw Terpstra van het Elzenpad kwam ook ter sprake, dat was niet handig.": "",
}
LINES = {
    "NPE": [
        ("U wilt meer oefenen met jongeren op straat.", "In het voorjaar oefenen wij daarmee, met een acteur."),
        ("U weet niet altijd of u moet bellen of melden.", "Er is nu een kaart met nummers. U krijgt hem op de ronde."),
    ],
    "EIND": [
        ("U hoort te weinig terug na een melding.", "Het meldpunt belt nu ook als het langer duurt."),
    ],
}
