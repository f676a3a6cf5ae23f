"""Whether everything runs, for who watches the servers."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluaties.health import complaints


@require_safe
def gezond(request):
    """200 when the clock runs, mail goes out and every rule holds; else 503 with codes. Says nothing about anybody."""
    found = complaints(timezone.now())
    return JsonResponse({"gezond": not found, "klachten": found}, status=503 if found else 200)
