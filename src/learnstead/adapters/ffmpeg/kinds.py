"""Which files may come in."""

# Demuxers by ffmpeg's names. None of them opens another file: playlists and image sequences are not among them.
CONTAINERS = (
    "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "avi", "mpegts", "mpeg", "flv", "asf", "mxf",
    "ogg", "wav", "mp3", "aac", "flac", "aiff", "dv", "gxf", "ivf", "rm", "nut",
)  # fmt: skip
PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"<?xml", b"<MPD", b"<smil", b"[playlist]", b"v=0")
# An index tells where every frame is, so that a piece can be cut out of the middle exactly.
SEEKABLE = ("mov", "matroska")
