"""What a browser may load and run on our own pages, as a Content-Security-Policy."""

HEADER = "Content-Security-Policy"
# Everything comes from this server and nothing is inline. Pages of courses set a policy of their own.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'self'"
)


def widened(**sources: str) -> str:
    """The policy with more that one page may load: ``widened(frame_src="https://films.example")``."""
    more = (f"{name.replace('_', '-')} {where}" for name, where in sources.items())
    return "; ".join([POLICY, *more])
