"""Canvas exports for tests: from a few words about pages and files to the bytes of an ``.imscc`` in a bucket."""

import io
import json
import zipfile

CCCV = "http://canvas.instructure.com/xsd/cccv1p0"
FOLDER = "canvas/course_content/7"


def page(title, *, state="active", links=()):
    body = "".join(f'<a href="$IMS-CC-FILEBASE$/{link}">x</a>' for link in links)
    return f'<html><head><title>{title}</title><meta name="workflow_state" content="{state}"/></head>{body}words</html>'


def settings(**said):
    return _document("assignment", "".join(f"<{name}>{value}</{name}>" for name, value in said.items()))


def files_meta(*, files=(), folders=()):
    """``files`` and ``folders``: (identifier or path, {what is said})."""
    return _document(
        "fileMeta",
        f"<folders>{''.join(_entry('folder', 'path', *one) for one in folders)}</folders>"
        f"<files>{''.join(_entry('file', 'identifier', *one) for one in files)}</files>",
    )


def module(*items, **said):
    """``items``: (identifier, title, state)."""
    made = "".join(
        f"<item><content_type>Attachment</content_type><workflow_state>{state}</workflow_state>"
        f"<title>{title}</title><identifierref>{identifier}</identifierref></item>"
        for identifier, title, state in items
    )
    return (
        f"<module>{''.join(f'<{name}>{value}</{name}>' for name, value in said.items())}<items>{made}</items></module>"
    )


def export(files, *, modules="", meta="", course="", types=None):
    """The bytes of an export. A resource is called after its file's path; assignments are folders with settings."""
    types = types or {}
    resources = "".join(
        f'<resource identifier="{path}" type="{types.get(path, "webcontent")}" href="{path}">'
        f'<file href="{path}"/>{_settings_of(path, files)}</resource>'
        for path in files
        if not path.endswith("assignment_settings.xml")
    )
    parts = {
        "imsmanifest.xml": f"<manifest xmlns='http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1'>"
        f"<resources>{resources}</resources></manifest>",
        "course_settings/course_settings.xml": _document(
            "course", f"<title>Knots</title><course_code>KN.1</course_code>{course}"
        ),
        "course_settings/context.xml": _document(
            "context_info", "<course_id>7</course_id><canvas_domain>canvas.example.edu</canvas_domain>"
        ),
        "course_settings/module_meta.xml": _document("modules", modules),
        **({"course_settings/files_meta.xml": meta} if meta else {}),
        **files,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return packed.getvalue()


def put(bucket, archive, *, listing=None, folder=FOLDER, name="export"):
    """An export with its listing in the folder that stands for a bucket."""
    place = bucket / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.imscc").write_bytes(archive)
    (place / f"{name}.metadata.json").write_text(json.dumps({"course_files": []} | (listing or {})))


def _settings_of(path, files):
    beside = f"{path.rpartition('/')[0]}/assignment_settings.xml"
    return f'<file href="{beside}"/>' if beside in files else ""


def _entry(tag, name, value, said):
    inside = "".join(f"<{key}>{words}</{key}>" for key, words in said.items())
    return f'<{tag} {name}="{value}">{inside}</{tag}>'


def _document(tag, inside):
    return f'<{tag} xmlns="{CCCV}">{inside}</{tag}>'
