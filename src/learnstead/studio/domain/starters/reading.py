"""From the YAML of a starter to a checked site schema."""

from functools import lru_cache

from learnstead.studio.domain.starters.fields import read_fields
from learnstead.studio.domain.starters.schema import Collection, Field, SingleFile, SiteSchema, Widget
from learnstead.studio.domain.starters.source import BadStarter, Place, open_source

SITE_KEYS = {"root-url-path": True, "site-url-format": False, "content-dir": False, "collections": True}
COLLECTION_KEYS = {
    "name": True,
    "label": True,
    "label_singular": False,
    "category": True,
    "fields": False,
    "folder": False,
    "files": False,
    "slug": False,
}
FILE_KEYS = {"name": True, "label": True, "fields": False, "file": True}
CATEGORIES = ("Content", "Settings")
SINGLETON_ENDINGS = (".json", ".yaml", ".yml")
DEFAULT_TITLE = Field(name="title", label="Title", widget=Widget.STRING, required=True)


@lru_cache(maxsize=32)
def read_schema(source: str) -> SiteSchema:
    """Read and check a starter; BadStarter lists everything that is wrong with it."""
    top = open_source(source)
    found = top.entries(SITE_KEYS)
    content_dir = found["content-dir"].text().strip("/") if "content-dir" in found else "content"
    places = list(found["collections"].items()) if "collections" in found else []
    schema = SiteSchema(
        root_url_path=found["root-url-path"].text().strip("/") if "root-url-path" in found else "",
        site_url_format=found["site-url-format"].text() if "site-url-format" in found else "",
        content_dir=content_dir,
        collections=tuple(_collection(place, content_dir) for place in places),
    )
    _check_unique_names(schema, places)
    if top.problems:
        raise BadStarter(top.problems)
    return schema


def _collection(place: Place, content_dir: str) -> Collection:
    found = place.entries(COLLECTION_KEYS)
    texts = {key: found[key].text() for key in ("name", "label", "label_singular", "category", "slug") if key in found}
    if texts.get("category", CATEGORIES[0]) not in CATEGORIES:
        found["category"].complain(f"'{texts['category']}' is not a category; use {' or '.join(CATEGORIES)}")
    _check_kind(place, found)
    folder = _folder(found["folder"], content_dir) if "folder" in found else ""
    fields = read_fields(found["fields"]) if "fields" in found else ()
    if folder and not any(field.name == "title" for field in fields):
        fields = (DEFAULT_TITLE, *fields)
    label = texts.get("label", "")
    return Collection(
        name=texts.get("name", ""),
        label=label,
        label_singular=texts.get("label_singular", label),
        category=texts.get("category", ""),
        folder=folder,
        slug=texts.get("slug", "title"),
        files=tuple(_single_file(file) for file in found["files"].items()) if "files" in found else (),
        fields=fields,
    )


def _check_kind(place: Place, found: dict[str, Place]) -> None:
    if "folder" in found and "files" in found:
        found["files"].complain("a collection has either 'folder' or 'files', not both")
    if "folder" not in found and "files" not in found:
        place.complain("needs 'folder' (many entries) or 'files' (single files)")


def _folder(place: Place, content_dir: str) -> str:
    folder = place.text().strip("/")
    if (folder != content_dir and not folder.startswith(f"{content_dir}/")) or ".." in folder.split("/"):
        place.complain(f"'{folder}' does not lie in the content folder '{content_dir}'")
    return folder


def _single_file(place: Place) -> SingleFile:
    found = place.entries(FILE_KEYS)
    file = found["file"].text() if "file" in found else ""
    if "file" in found and (not file.endswith(SINGLETON_ENDINGS) or file.startswith("/") or ".." in file.split("/")):
        found["file"].complain(f"'{file}' must be a path in the repository that ends in .json or .yaml")
    return SingleFile(
        name=found["name"].text() if "name" in found else "",
        label=found["label"].text() if "label" in found else "",
        file=file,
        fields=read_fields(found["fields"]) if "fields" in found else (),
    )


def _check_unique_names(schema: SiteSchema, places: list[Place]) -> None:
    """Content types are told apart by name, so collections and single files share one set of names."""
    first: dict[str, str] = {}
    for collection, place in zip(schema.collections, places, strict=True):
        named = [(collection.name, place)]
        if collection.files:
            files = place.entries(COLLECTION_KEYS)["files"].items()
            named += [(file.name, at) for file, at in zip(collection.files, files, strict=True)]
        for name, at in named:
            if name and name in first:
                at.complain(f"the name '{name}' is already taken by {first[name]}")
            first.setdefault(name, at.path)
