"""Where somebody is signed in: the kind of device in words. No address on the internet, and no name of a device."""

from buurtpreventie.accounts import actions
from buurtpreventie.accounts.fresh import SINCE_KEY
from buurtpreventie.accounts.models import Browser, Toestel

NOTED_KEY = "apparaat"  # in the session: its own key, once noted
# What a browser says of itself holds many words: the first that fits counts.
TOESTELLEN = [
    ("iPhone", Toestel.IPHONE),
    ("iPad", Toestel.IPAD),
    ("Android", Toestel.ANDROID),
    ("CrOS", Toestel.CHROMEBOOK),
    ("Windows", Toestel.WINDOWS),
    ("Macintosh", Toestel.MAC),
    ("Linux", Toestel.LINUX),
]
BROWSERS = [
    ("Edg", Browser.EDGE),
    ("SamsungBrowser", Browser.SAMSUNG),
    ("Firefox", Browser.FIREFOX),
    ("FxiOS", Browser.FIREFOX),
    ("CriOS", Browser.CHROME),
    ("Chrome", Browser.CHROME),
    ("Safari", Browser.SAFARI),
]


def kind_of(user_agent):
    """The device and the browser that this is."""
    return (
        next((kind for word, kind in TOESTELLEN if word in user_agent), Toestel.ANDERS),
        next((kind for word, kind in BROWSERS if word in user_agent), Browser.ANDERS),
    )


def is_noted(request):
    """This session stands in the list of its person, under the key that it has now."""
    return request.session.get(NOTED_KEY) == request.session.session_key


def note_device(request, now):
    """Write down that this session was used; the moment it began stays when its key changes."""
    session = request.session
    session.setdefault(SINCE_KEY, int(now.timestamp()))
    session[NOTED_KEY] = session.session_key
    toestel, browser = kind_of(request.headers.get("User-Agent", ""))
    actions.note_device(
        request.user, sessie=session.session_key, toestel=toestel, browser=browser, sinds=session[SINCE_KEY], now=now
    )
