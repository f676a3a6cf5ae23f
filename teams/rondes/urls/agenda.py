"""Calendar feeds, the printed roster, who walks how often, and rounds from paper."""

urlpatterns = []
