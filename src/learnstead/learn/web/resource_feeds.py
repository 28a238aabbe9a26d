"""What is new in the catalogue, as feeds: of everything, or of what a search with these parameters finds."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from learnstead.learn.domain import facets, labels, searching
from learnstead.learn.domain.search_documents import kind_name, offered_by
from learnstead.learn.domain.searching import Asked
from learnstead.learn.models import LearningResource, SearchMode
from learnstead.learn.web.addresses import absolute
from learnstead.learn.web.heads import Feed
from learnstead.learn.web.syndication.documents import Document, Item, answer
from learnstead.learn.web.syndication.writing import FORMATS
from learnstead.ports.search import IndexMissing
from learnstead.ports.services import services

NEW = "New on Learnstead"
MOST_ITEMS = 50
MOST_VALUES, LONGEST_VALUE = 20, 200
TRY_AGAIN_SECONDS = "5"
NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


@require_safe
def new(request: HttpRequest, form: str) -> HttpResponse:
    """The newest of what a search finds, by when it was first published here; ``form`` is rss, atom or json."""
    if form not in FORMATS:
        raise Http404
    asked = _asked(request)
    try:
        found = searching.search(asked=asked, index=services().search).found
    except IndexMissing:
        return HttpResponse("The index is being built.", status=503, headers={"Retry-After": TRY_AGAIN_SECONDS})
    params = _params(asked)
    about = ", ".join(_labels(asked))
    document = Document(
        title=f"{NEW}: {about}" if about else NEW,
        description=f"What came into the catalogue last{f' about {about}' if about else ''}.",
        page=absolute(f"{reverse('learn:search')}?{urlencode({**params, 'sortby': 'new'}, doseq=True)}"),
        address=absolute(address(form, params)),
        items=[item(one.resource) for one in found],
    )
    return answer(request, FORMATS[form].write(document), FORMATS[form].media_type)


def address(form: str, params: Mapping[str, Sequence[str] | str]) -> str:
    """The path of the feed of a search."""
    path = reverse("learn:new_feed", args=[form])
    return f"{path}?{urlencode(params, doseq=True)}" if params else path


def autodiscovered(params: Mapping[str, Sequence[str]], about: str = "") -> list[Feed]:
    """Links that readers of feeds find in the head of a page."""
    title = f"{NEW}: {about}" if about else NEW
    return [Feed(f"{title} ({NAMES[form]})", address(form, params), FORMATS[form].media_type) for form in FORMATS]


def item(resource: LearningResource) -> Item:
    """A resource in a feed."""
    name = offered_by(resource)
    return Item(
        id=absolute(resource.get_absolute_url()),
        title=resource.title,
        html=resource.description or resource.full_description,
        published=resource.first_published_at,
        updated=resource.changed_at,
        authors=[name] if name else [],
        categories=[kind_name(resource), *(topic.name for topic in resource.topics.all())],
    )


def _asked(request: HttpRequest) -> Asked:
    filters = {
        name: [value[:LONGEST_VALUE] for value in request.GET.getlist(name)[:MOST_VALUES] if value]
        for name in sorted(facets.FILTERS)
    }
    return Asked(
        text=" ".join(request.GET.get("q", "").split())[: searching.LONGEST_QUERY],
        filters={name: values for name, values in filters.items() if values},
        sortby="new",
        mode=SearchMode.KEYWORD,
        limit=MOST_ITEMS,
        counted=(),
    )


def _params(asked: Asked) -> dict[str, Sequence[str]]:
    words = {"q": [asked.text]} if asked.text else {}
    return {**words, **(asked.filters or {})}


def _labels(asked: Asked) -> list[str]:
    words = [f"“{asked.text}”"] if asked.text else []
    return [*words, *(labels.label(name, one) for name, values in (asked.filters or {}).items() for one in values)]
