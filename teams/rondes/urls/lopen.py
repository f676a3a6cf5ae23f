"""Start, extend, come home."""

urlpatterns = []
