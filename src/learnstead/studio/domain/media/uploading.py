"""An upload becomes a resource: the bytes in the object store, an entry that describes them in the course."""

from datetime import datetime
from typing import IO, Any

from django.db import transaction

from learnstead.kernel import clock
from learnstead.kernel.slugs import FILENAME_LENGTH, slug_for
from learnstead.people.models import User
from learnstead.ports.jobs import Queue
from learnstead.ports.objects import ObjectStore
from learnstead.studio.domain import contents, filenames
from learnstead.studio.domain.addresses import first_free
from learnstead.studio.domain.media.refusals import UploadRefused
from learnstead.studio.domain.media.storing import keep, safe_name
from learnstead.studio.domain.permissions import check_may
from learnstead.studio.domain.sites import default_of
from learnstead.studio.domain.starters import Collection, SiteSchema, Widget, schema_of
from learnstead.studio.models import Content, MediaFile, Site

RESOURCE = "resource"
DOCUMENT_ENDINGS = (".pdf", ".doc", ".docx", ".odt", ".ppt", ".pptx", ".odp", ".rtf", ".tex", ".epub")


@transaction.atomic
def upload(
    *,
    site: Site,
    name: str,
    file: IO[bytes],
    by: User,
    objects: ObjectStore,
    queue: Queue,
    at: datetime | None = None,
) -> Content:
    """Check and keep a file, and start the resource that describes it. UploadRefused says what is wrong with it."""
    check_may(by, "edit", site)
    schema = schema_of(site.starter)
    collection = _collection(schema)
    content = Content(site=site, type=collection.name, dirpath=collection.folder, version=0)
    stored = f"{content.text_id.replace('-', '')}_{safe_name(name)}"
    media = keep(site=site, name=stored, file=file, objects=objects, by=by)
    stem, _, ending = name.rpartition(".") if "." in name else (name, "", "")
    wanted = slug_for(f"{stem} {ending}") or collection.name
    content.filename = first_free(wanted, filenames.taken_in(content), length=FILENAME_LENGTH)
    return contents.create(
        content=content,
        title=(stem or name)[:200],
        metadata=_described(collection, site, media, name),
        by=by,
        at=at or clock.now(),
        queue=queue,
    )


def _collection(schema: SiteSchema) -> Collection:
    holding = [one for one in schema.collections if one.folder and any(f.widget is Widget.FILE for f in one.fields)]
    found = schema.collection(RESOURCE)
    if found in holding and found is not None:
        return found
    if not holding:
        raise UploadRefused("sites of this kind have no collection for files")
    return holding[0]


def _described(collection: Collection, site: Site, media: MediaFile, name: str) -> dict[str, Any]:
    """The defaults of the collection, and what is known of the file in the fields that ask for it."""
    metadata = {field.name: default_of(field) for field in collection.fields if field.name not in {"title", "body"}}
    known = {field.name: field.widget for field in collection.fields}
    facts: dict[str, Any] = {
        "file_type": media.content_type,
        "file_size": media.size,
        "resourcetype": resource_type(media.content_type, name),
    }
    facts |= {field: f"/{site.url_path}/{media.name}" for field, widget in known.items() if widget is Widget.FILE}
    metadata.update({key: value for key, value in facts.items() if key in known})
    return {key: value for key, value in metadata.items() if value is not None}


def resource_type(kind: str, name: str) -> str:
    """Image, Video, Document or Other, as the real courses call them."""
    family = kind.partition("/")[0]
    if family in {"image", "video"}:
        return family.capitalize()
    if kind != "text/vtt" and (family == "text" or name.lower().endswith(DOCUMENT_ENDINGS)):
        return "Document"
    return "Other"
