"""The report of a round."""

urlpatterns = []
