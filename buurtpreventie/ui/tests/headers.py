"""The headers and cookies of an answer, compared exactly with what the house promises (veiligheid 8 and 9)."""

import re

from buurtpreventie.ui.middleware import PERMISSIONS

PAGE = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
DOWNLOAD = {"sandbox", "default-src 'none'"}
ALWAYS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY = "Content-Security-Policy"
OF_ONE_ANSWER = {
    "Allow",
    "Content-Disposition",
    "Content-Length",
    "Content-Type",
    "HX-Redirect",
    "Location",
    "Retry-After",
    "Vary",
    "X-Robots-Tag",
}
COOKIES = {"sessionid", "sessie", "csrftoken", "csrf", "messages", "wie", "bewaard", "evaluatie"}
INLINE = re.compile(r"<script(?![^>]* src=)|<style|<[a-z][^>]*\s(style|on[a-z]+)\s*=|javascript:", re.IGNORECASE)
TEXTS = re.compile(r"<textarea.*?</textarea>|\s(value|content|title|alt|aria-label)=\"[^\"]*\"", re.DOTALL)


def wrong_headers(response):
    """What of this answer is missing, otherwise or too much; empty when all is as it should be."""
    given = {name: value for name, value in response.headers.items() if name not in OF_ONE_ANSWER}
    policy = {part.strip() for part in given.pop(POLICY, "").split(";") if part.strip()}
    wrong = [f"{POLICY}: {sorted(policy)}"] if policy != expected_policy(response) else []
    wrong += [
        f"{name}: {given.get(name)}" for name in ALWAYS.keys() | given.keys() if given.get(name) != ALWAYS.get(name)
    ]
    return wrong + [cookie.OutputString() for cookie in response.cookies.values() if not is_right_cookie(cookie)]


def expected_policy(response):
    """A page may fetch from here; what is no page may do nothing at all."""
    return PAGE if is_page(response) else DOWNLOAD


def is_page(response):
    """It is read as HTML; an answer without a body is no download either."""
    return response.headers.get("Content-Type", "text/html").startswith("text/html")


def is_right_cookie(cookie):
    """Known, of this host alone, out of reach of scripts, and not sent along from elsewhere."""
    name = cookie.key.removeprefix("__Host-").removeprefix("__Secure-")
    bound = cookie["path"] == "/" or name == "evaluatie"  # which goes to the pages of the code only
    as_named = bool(cookie["secure"]) == cookie.key.startswith(("__Host-", "__Secure-"))
    alone = bound and as_named and not cookie["domain"] and cookie["samesite"] == "Lax"
    return name in COOKIES and alone and bool(cookie["httponly"] or cookie["max-age"] == 0)  # taken away, it is empty


def inline_code(response):
    """Scripts, styles and handlers that stand in the page itself, but for what somebody typed."""
    if response.streaming or not is_page(response):
        return []
    html = TEXTS.sub("", response.content.decode())
    return [f"inline: {found[0][:80]}" for found in INLINE.finditer(html)]
