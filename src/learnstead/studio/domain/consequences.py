"""What a save entails elsewhere in its site."""

from datetime import datetime

from learnstead.people.models import User
from learnstead.studio.domain import filenames
from learnstead.studio.domain.serialisation import title_of_site
from learnstead.studio.domain.starters import Widget, schema_of
from learnstead.studio.domain.writing import write
from learnstead.studio.models import Content


def menus_follow(page: Content, old: tuple[str, str], *, by: User, at: datetime) -> dict[str, str | None]:
    """Let menu entries of a retitled page lead to its new address; ``old`` is its address and title before.

    Returns the new texts of the menus' files.
    """
    schema = schema_of(page.site.starter)
    new = (filenames.address_of(page, schema), page.title)
    names = [one.name for one in schema.singletons() if any(field.widget is Widget.MENU for field in one.fields)]
    menus = Content.objects.select_for_update(of=("self",)).filter(site=page.site, type__in=names, is_page=False)
    files: dict[str, str | None] = {}
    for menu in menus:
        followed = filenames.menus_following(menu.metadata, text_id=page.text_id, old=old, new=new)
        if followed != menu.metadata:
            menu.metadata = followed
            files |= write(menu, by=by, at=at)
    return files


def retitle_site(metadata: Content) -> None:
    """Call the site what its metadata calls it."""
    site = metadata.site
    title = title_of_site(metadata.metadata, otherwise=site.title)
    if title != site.title:
        site.title = title
        site.save(update_fields=["title", "updated_at"])
