"""Which teams are out now, for who watches over them."""

urlpatterns = []
