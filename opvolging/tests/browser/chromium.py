"""Debian's Chromium, and what every page has to pass."""

import contextlib
import os
import shutil

from axe_playwright_python.base import AXE_SCRIPT as AXE

# Of two such lists Chromium reads the last, so this begins with all of Playwright's own. What comes after it draws the
# window around a page, which nobody sees: for each person who comes in that took more work than a page of the site.
DISABLED = [
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
]
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--font-render-hinting=none",
    f"--disable-features={','.join(DISABLED)}",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIOLATIONS = "options => axe.run(options).then(result => result.violations)"  # all that passed is a megabyte a page
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"]}  # where each thing stands that passed costs half the time
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PHONE, DESKTOP, NARROW = {"width": 390, "height": 844}, {"width": 1280, "height": 900}, {"width": 320, "height": 640}
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def executable():
    """Where Chromium is, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def launch(playwright):
    return playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)


@contextlib.contextmanager
def in_the_dark(page):
    """The page as a device in dark mode shows it; False when this page is always light."""
    dark = page.evaluate("() => document.documentElement.classList.contains('app-donker-mag')")
    if dark:
        page.emulate_media(color_scheme="dark")
    yield dark
    if dark:
        page.emulate_media(color_scheme="light")


def axe_problems(page, options=OPTIONS):
    """What axe has against this page, one line each; with ``COLOURS`` only what another set of colours can change."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{found['id']} ({found['impact']}): {found['help']} {[node['target'] for node in found['nodes']]}"
        for found in page.evaluate(VIOLATIONS, options)
    ]


def too_wide(page):
    """By how many pixels one can scroll sideways."""
    return page.evaluate(SIDEWAYS)
