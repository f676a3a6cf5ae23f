"""A program of its own: reads a page of HTML from its input and writes it as an accessible PDF.

It runs apart from the site (``rendering.py`` starts it), so that the memory and the time of a long paper end with it,
and the system ends it when it takes too much. It knows no key, no database and no settings.
Input: JSON with ``html`` and ``files``, what a paper may load by name. Refused (exit code 3): one word that says why.
"""

import json
import resource
import sys

MEMORY_BYTES, CPU_SECONDS = 300 * 1024 * 1024, 240
REFUSED = 3


def main():
    """From input to output, within the limits."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        weasyprint = load_weasyprint()
    except OSError:
        sys.stdout.write("geen_pdf")  # the system libraries are not installed
        return REFUSED
    try:
        asked = json.load(sys.stdin.buffer)
        sys.stdout.buffer.write(drawn(weasyprint, asked["html"], asked["files"]))
    except MemoryError:
        sys.stdout.write("te_groot")
        return REFUSED
    return 0


def load_weasyprint():
    """The library, within the limits."""
    import weasyprint

    return weasyprint


def drawn(weasyprint, html, files):
    """The bytes of a tagged PDF/UA-1 that loads nothing but these files and what it holds itself."""

    class NamedFilesOnly(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            if not url.startswith("data:") and url not in files:
                raise ValueError("Only data: and named files may be loaded.")
            return super().fetch(files.get(url, url), headers)

    fetcher = NamedFilesOnly(allowed_protocols=("data", "file"), allow_redirects=False)
    return weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


if __name__ == "__main__":
    sys.exit(main())
