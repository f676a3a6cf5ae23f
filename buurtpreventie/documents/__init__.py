"""PDF: the only room that knows WeasyPrint."""
