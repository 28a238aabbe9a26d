"""What a browser may load and run on our own pages, and which addresses are none."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from learnstead.kernel.page_policy import HEADER, POLICY


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: send the strict policy with every answer that does not bring one."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(HEADER, POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return answer


def addresses_without_nul(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: PostgreSQL refuses to look for a NUL, so none is in a path, and in a query it is a space."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404(request.path_info)
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "+")
        return get_response(request)

    return answer
