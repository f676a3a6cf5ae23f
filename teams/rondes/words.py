"""What does not belong in words about a round: an address, a number plate, and how somebody looks (E008, E117)."""

import re

STREET = r"\w*(?:straat|weg|laan|pad|plein|hof|dijk|kade|singel|dreef|gracht|steeg|plantsoen|markt|ring|erf|brink|park)"
CLOCK = r"(?![.:]\d\d\b|\s*uur\b)"  # 20.30 uur after a street is a time
NUMBER = rf"\d{{1,4}}\b{CLOCK}"
HOUSE = re.compile(
    rf"\b{STREET}\s+(?:nr\.?\s*)?(?:\d{{1,4}}[a-z]{{1,2}}\b|{NUMBER})"
    rf"|\b(?:huisnummers?|huisnr|nummers?|nr|nrs)\.?\s*\d"
    r"|\b\d{4}\s?(?-i:[A-Z]{2})\b",
    re.IGNORECASE,
)
PLATE = re.compile(r"\b(?=[a-z\d-]*[a-z])(?=[a-z\d-]*\d)[a-z\d]{1,3}-[a-z\d]{1,3}-[a-z\d]{1,3}\b", re.IGNORECASE)
PEOPLE = r"(?:man|mannen|vrouw|vrouwen|jongens?|meisjes?|jongeren|jeugd|types?|mensen|personen|persoon|huid\w*)"
LOOKS = re.compile(
    r"\b(?:allochto\w*|autochto\w*|buitenlan\w*|marokka\w*|turken|turkse?|polen|poolse?|roemen\w*|roemeense?|bulga\w*"
    r"|antillia\w*|surina\w*|somali\w*|syri[eë]r\w*|syrische?|afrika\w*|aziat\w*|aziatische?|oost-?europe\w*|negers?"
    r"|zigeuner\w*|roma|sinti|moslim\w*|islam\w*|joden|joodse?|christen\w*|hindoe\w*|afkomst|herkomst|nationaliteit"
    r"|huidskleur|getinte?|hoofddoek\w*|baard\w*|asielzoeker\w*|vluchteling\w*|statushouder\w*|uiterlijk"
    rf"|(?:donkere?|lichte?|zwarte?|blanke?|witte|bruine?)\s+{PEOPLE})\b",
    re.IGNORECASE,
)


def names_an_address(text):
    """A street with a number, a house number or a postcode."""
    return bool(HOUSE.search(text))


def names_a_plate(text):
    """The number plate of a car."""
    return bool(PLATE.search(text))


def describes_looks(text):
    """How somebody looks, where somebody is from, or what somebody believes; not what somebody does."""
    without_dates = re.sub(r"\buiterlijk\s+\w*dag\b", "", text, flags=re.IGNORECASE)
    return bool(LOOKS.search(without_dates))
