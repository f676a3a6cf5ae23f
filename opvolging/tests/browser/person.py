"""Somebody with a browser of his or her own. Acts by what a person sees: a heading, a label, the words on a button."""

import re

from django.urls import resolve
from playwright.sync_api import expect

from opvolging.tests.browser.chromium import COLOURS, DESKTOP, NARROW, PHONE, axe_problems, in_the_dark, too_wide

MOST_TABS = 150
expect.set_options(timeout=10_000)
WHAT_IT_IS = "heading => [location.pathname, heading.innerText, document.title]"  # asked at once, as it is asked a lot
HELD = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


class Person:
    """A browser with eyes on everything that goes wrong in it; ``looked_at`` is shared by all of one run."""

    def __init__(self, browser, url, looked_at, *, javascript=True, scale=1):
        self.context = browser.new_context(
            base_url=url,
            locale="nl-NL",
            viewport=PHONE,
            device_scale_factor=scale,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        self.javascript, self.looked_at = javascript, looked_at
        self.troubles, self.expected = [], set()
        self.open_page()

    def open_page(self):
        """A new tab, in which this person goes on."""
        self.page = self.context.new_page()
        self.page.on("console", self.heard)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("requestfailed", self.lost)
        self.page.on("response", self.answered)

    def heard(self, message):
        if "offline" in self.expected and "ERR_INTERNET_DISCONNECTED" in message.text:
            return
        status = HELD.match(message.text)
        if message.type in ("error", "warning") and not (status and int(status[1]) in self.expected):
            self.troubles.append(f"console: {message.text} {message.location}")

    def lost(self, request):
        if request.failure != "net::ERR_ABORTED" and "offline" not in self.expected:
            self.troubles.append(f"no answer: {request.method} {request.url} {request.failure}")

    def answered(self, response):
        if response.status >= 400 and response.status not in self.expected:
            self.troubles.append(f"{response.status}: {response.request.method} {response.url}")

    # --- what a person does ----------------------------------------------------------------------

    def go(self, address):
        """Type an address, or open a link of a mail."""
        self.page.goto(address)

    def follow(self, words):
        self.activate(self.one("link", words), "Enter")

    def press(self, words):
        self.activate(self.one("button", words), "Space")

    def unfold(self, words):
        self.activate(self.page.locator("summary", has_text=words), "Enter")

    def choose(self, answer):
        """A radio."""
        self.one("radio", answer).check()

    def tick(self, answer):
        """A box."""
        self.one("checkbox", answer).check()

    def fill(self, label, text):
        self.field(label).fill(text)

    def pick(self, label, option):
        """Out of a list."""
        self.field(label).select_option(label=option)

    def activate(self, control, _key):
        control.click()

    def field(self, label):
        """What one types in or picks from; the label may go on."""
        return self.page.locator("input, textarea, select").and_(self.page.get_by_label(label))

    def one(self, role, words):
        """The link, button, radio or box that begins with these words."""
        return self.page.get_by_role(role, name=re.compile(f"^{re.escape(words)}"))

    # --- what a person sees ----------------------------------------------------------------------

    def sees(self, heading):
        """The page with this heading; a page that was not seen before is looked at well."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.look()

    def reads(self, *sentences):
        """These words stand on the page, for everybody to see."""
        for words in sentences:
            expect(self.page.get_by_text(words).first).to_be_visible()
        self.look()

    def text(self):
        return self.page.locator("main").inner_text()

    def look(self):
        """No accessibility problems on phone and desktop, and nothing to scroll sideways at 320 pixels."""
        if not self.javascript or not self.looked_at.is_new(kind := self.kind_of_page()):
            return
        for size in (DESKTOP, NARROW, PHONE):
            self.page.set_viewport_size(size)
            if size is not NARROW:
                self.troubles += [f"axe at {size['width']} on {kind}: {problem}" for problem in axe_problems(self.page)]
            if pixels := too_wide(self.page):
                self.troubles.append(f"{pixels} pixels too wide at {size['width']}: {kind}")
        with in_the_dark(self.page) as dark:
            problems = axe_problems(self.page, COLOURS) if dark else []
            self.troubles += [f"axe in the dark on {kind}: {problem}" for problem in problems]

    def kind_of_page(self):
        """Which view and which heading: what makes one page another page."""
        path, heading, title = self.page.get_by_role("heading", level=1).first.evaluate(WHAT_IT_IS)
        return resolve(path).view_name, re.sub(r"\d+", "", heading), title.startswith("Fout:")

    def leave(self):
        """Close the browser; nothing may have gone wrong in it."""
        self.context.close()
        assert self.troubles == []


class KeyboardPerson(Person):
    """Uses Tab, Enter and Space, and letters to type; arrows only inside a group of radios or a list."""

    def activate(self, control, key):
        self.tab_to(control)
        self.page.keyboard.press(key)

    def choose(self, answer):
        """Tab to the group, then on to the answer."""
        wanted = self.one("radio", answer)
        group = wanted.get_attribute("name")
        self.tab_until(lambda: self.focused("e => e.name") == group, f"the group of {answer!r}")
        self.page.keyboard.press("Space")
        for _ in range(30):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{answer!r} cannot be chosen with the keyboard")

    def tick(self, answer):
        self.activate(self.one("checkbox", answer), "Space")

    def fill(self, label, text):
        self.tab_to(self.field(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def pick(self, label, option):
        self.tab_to(self.field(label))
        for _ in range(60):
            if self.focused("e => e.selectedOptions[0].label") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{option!r} cannot be picked with the keyboard")

    def tab_to(self, control):
        """Press Tab until this control has the focus, and the focus shows."""
        control.wait_for()
        self.tab_until(lambda: control.evaluate("e => e === document.activeElement"), str(control))

    def tab_until(self, arrived, what):
        for _ in range(MOST_TABS):
            if arrived():
                return self.see_focus(what)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not come to {what} at {self.page.url}")

    def see_focus(self, what):
        """Nothing covers what has the focus, and it has an outline."""
        place = self.focused(
            """e => {
                const box = (e.closest("label") || e).getBoundingClientRect();
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
                const holder = e.closest("label, .app-keuze, .utrecht-form-field, .nl-form-field") || e;
                return {shows: e.matches(":focus-visible"), free: !!top && (holder.contains(top) || top.contains(e))};
            }"""
        )
        if place != {"shows": True, "free": True}:
            self.troubles.append(f"focus on {what} at {self.page.url}: {place}")

    def focused(self, script):
        return self.page.locator("*:focus").first.evaluate(script) if self.page.locator("*:focus").count() else None
