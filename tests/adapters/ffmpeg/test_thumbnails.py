"""A stranger's picture becomes one of our size: upright, cut in the middle, with nothing in it but pixels."""

import struct

import av
import numpy as np
import pytest

from learnstead.adapters.ffmpeg.thumbnails import orientation
from learnstead.adapters.ffmpeg.transcoder import FfmpegTranscoder
from learnstead.ports.transcoder import NotPlayable

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 200, 30), (30, 30, 220), (240, 240, 240)
PLACE = b"GPSLatitude 42.36"


def picture(codec: str, *, width: int = 320, height: int = 180) -> bytes:
    """Four colours: red and green above, blue and white below."""
    pixels = np.zeros((height, width, 3), np.uint8)
    corners = (RED, GREEN, BLUE, WHITE)
    for place, colour in enumerate(corners):
        down, right = divmod(place, 2)
        pixels[down * height // 2 : (down + 1) * height // 2, right * width // 2 : (right + 1) * width // 2] = colour
    encoder = av.CodecContext.create(codec, "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "rgb24" if codec == "png" else "yuvj444p"
    encoder.time_base = 1
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=encoder.pix_fmt)
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def held(jpeg: bytes, turned: int, order: str = ">") -> bytes:
    """The same file with EXIF that tells how the camera was held, and where."""
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    tiff = (b"MM" if order == ">" else b"II") + struct.pack(f"{order}HIH", 42, 8, 1) + entry + bytes(4) + PLACE
    segment = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]


def made(content: bytes, folder) -> bytes:
    (folder / "brought").write_bytes(content)
    FfmpegTranscoder().make_thumbnail(folder / "brought", into=folder / "made.jpg", width=640, height=360)
    return (folder / "made.jpg").read_bytes()


def corners(path) -> list:
    """Which colour is in each quarter, as the file is to be shown."""
    with av.open(path, format="jpeg_pipe") as container:
        frame = next(container.decode(video=0))
    pixels = frame.to_ndarray(format="rgb24").astype(int)
    assert pixels.shape == (360, 640, 3)
    seen = [pixels[y, x] for y in (40, 320) for x in (40, 600)]
    return [min((RED, GREEN, BLUE, WHITE), key=lambda one: abs(pixel - one).sum()) for pixel in seen]


@pytest.mark.parametrize(
    ("turned", "wanted"),
    [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
    ],
)
def test_a_photograph_comes_out_upright_and_tells_nothing_of_its_place(tmp_path, turned, wanted):
    brought = held(picture("mjpeg"), turned, order="<" if turned % 2 else ">")
    content = made(brought, tmp_path)
    assert PLACE in brought
    assert PLACE not in content
    assert b"Exif" not in content
    assert corners(tmp_path / "made.jpg") == wanted


def test_any_shape_of_png_is_cut_to_fill(tmp_path):
    for width, height in ((90, 300), (900, 40)):
        made(picture("png", width=width, height=height), tmp_path)
        assert corners(tmp_path / "made.jpg") == [RED, GREEN, BLUE, WHITE]


def test_pictures_inside_and_behind_a_photograph_are_not_taken_for_it(tmp_path):
    inside, photograph = picture("mjpeg", width=64, height=36), picture("mjpeg")
    segment = b"Exif\0\0II" + inside
    made(
        photograph[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + photograph[2:] + inside, tmp_path
    )
    assert corners(tmp_path / "made.jpg") == [RED, GREEN, BLUE, WHITE]
    made(photograph + b"trailing bytes of a camera" * 50, tmp_path)


def huge_png() -> bytes:
    """Little to send, 10 gigapixels to look at."""
    return picture("png")[:16] + struct.pack(">II", 100_000, 100_000) + picture("png")[24:]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "a JPEG or a PNG"),
        (b"GIF89a" + bytes(100), "a JPEG or a PNG"),
        (b"#EXTM3U\nfile:///etc/passwd", "a JPEG or a PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "cannot be read"),
        (picture("mjpeg")[:1500], "cannot be read"),
        (picture("png")[:-60], "cannot be read"),
        (huge_png(), "cannot be read"),
    ],
)
def test_what_is_no_picture_is_refused(tmp_path, content, words):
    with pytest.raises(NotPlayable, match=words):
        made(content, tmp_path)


@pytest.mark.parametrize(
    "damaged",
    [
        b"\xff\xd8\xff\xe1\x00",
        b"\xff\xd8\xff\xe1\x00\x0eExif\0\0MM\x00\x2a\xff\xff\xff\xff",
        b"\xff\xd8\xff\xe1\x00\x08Exif\0\0XX",
        held(b"\xff\xd8", 9),
    ],
)
def test_exif_that_makes_no_sense_turns_nothing(damaged):
    assert orientation(damaged) == 1
