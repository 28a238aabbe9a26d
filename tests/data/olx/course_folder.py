"""Courses in archives, for tests: from plain text to the bytes of a ``.tar.gz`` in a bucket."""

import io
import tarfile


def packed(files, *, root="course"):
    """The archive of a course: ``files`` are contents by path."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(f"{root}/{path}" if root else path)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def put(bucket, key, content):
    """An object in the folder that stands for a bucket."""
    target = bucket / key
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target
