"""What rounds tell: figures for policy."""

urlpatterns = []
