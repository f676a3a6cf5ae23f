"""A machine on which the system libraries of WeasyPrint are not installed, for tests."""

import sys
from importlib.abc import MetaPathFinder


class NoSystemLibraries(MetaPathFinder):
    """Importing WeasyPrint fails as it does without pango."""

    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def take_libraries_away(monkeypatch):
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [NoSystemLibraries(), *sys.meta_path])
