"""Every form of a page as a browser would send it, to try it with something else in a field."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from django.db import transaction

BUTTONS = ("submit", "button")


class FormReader(HTMLParser):
    """Collects (action, [(name, value)]) of each form that posts; a choice is the first one that says something."""

    def __init__(self, url):
        super().__init__()
        self.url, self.forms, self.fields, self.selecting = url, [], None, ""

    def handle_starttag(self, tag, attrs):
        """Called by the parser."""
        given = dict(attrs)
        if tag == "form":
            self.fields = []
            if (given.get("method") or "get").lower() == "post":
                self.forms.append((urljoin(self.url, given.get("action") or ""), self.fields))
        elif self.fields is None:
            return
        elif tag == "select":
            self.selecting = given.get("name", "")
        elif tag == "option" and self.selecting and given.get("value"):
            self.fields.append((self.selecting, given["value"]))
            self.selecting = ""
        elif tag in ("input", "textarea", "button") and given.get("name"):
            self.fields.append((given["name"], given.get("value") or "" if tag != "textarea" else "Rustig."))

    def handle_endtag(self, tag):
        """Called by the parser."""
        if tag == "form":
            self.fields = None


def forms_on(client, url):
    """Every form on this page: (address, data); buttons and hidden fields are fields like any other."""
    return forms_in(client.get(url), url)


def forms_in(answer, url):
    """The same of a page that was asked for already."""
    reader = FormReader(url)
    reader.feed(answer.content.decode())
    return [(action, as_data(fields)) for action, fields in reader.forms]


def as_data(fields):
    """Values by name; of several the first one that is not empty."""
    data = {}
    for name, value in fields:
        if name != "csrfmiddlewaretoken":
            data[name] = data.get(name) or value
    return data


def send(client, url, data):
    """Post it and undo what it did; gives the answer."""
    with transaction.atomic():
        response = client.post(url, data)
        transaction.set_rollback(True)
    return response
