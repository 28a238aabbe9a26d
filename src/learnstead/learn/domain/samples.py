"""What was made up for the demo leads to addresses at which nothing is; whoever follows such a link is told so here."""

from urllib.parse import urlencode

from django.urls import reverse

from learnstead.learn.models import ContentFile, FeedItem, LearningResource
from learnstead.ports.services import services

LONGEST = 2048


def way_to(url: str) -> str:
    """The address itself; that of the page which says that it is made up when it is somewhere else."""
    is_here = not url.startswith(("http://", "https://")) or url.startswith(f"{services().url}/")
    return url if is_here else f"{reverse('learn:elsewhere')}?{urlencode({'to': url[:LONGEST]})}"


def way_to_cited(url: str) -> str:
    """The same for an address of which it is not known whose it is."""
    is_made_up = way_to(url) != url and are_there() and _is_made_up(url)
    return way_to(url) if is_made_up else url


def are_there() -> bool:
    """Whether anything made up is in the catalogue."""
    return LearningResource.objects.filter(is_demo=True).exists() or FeedItem.objects.filter(is_demo=True).exists()


def _is_made_up(url: str) -> bool:
    files = ContentFile.objects.filter(url=url, is_demo=True)
    return files.exists() or LearningResource.objects.filter(url=url, is_demo=True).exists()
