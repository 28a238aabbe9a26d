"""Some resources to put on lists, without a release behind them."""

from datetime import UTC, datetime

from learnstead.learn.models import LearningResource

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def resource(title: str, **more: object) -> LearningResource:
    """A published resource; a free course unless said otherwise."""
    name = title.lower().replace(" ", "-")
    values: dict[str, object] = {
        "platform": "edx",
        "readable_id": name,
        "slug": name,
        "source": "library",
        "etl_source": "library",
        "title": title,
        "url": f"https://library.example/{name}",
        "first_published_at": AT,
        "changed_at": AT,
    }
    return LearningResource.objects.create(**values | more)
