"""A file behind an address of the web."""

from learnstead.adapters.remote_files import ranges
from learnstead.ports.egress import Egress, FetchRefused, Request
from learnstead.ports.remote_files import PATIENT, Piece

NOT_SATISFIABLE = 416


class WebFiles:
    """Any public address, also by way of other hosts; into our own network it never goes (see adapters.egress)."""

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    def piece(self, address: str, *, start: int, version: str, most_bytes: int) -> Piece:
        """Ask for a range, if it is still the same file; a server without ranges sends everything."""
        headers = {"range": ranges.wanted(start), "accept-encoding": "identity"}
        if start and version:
            headers["if-range"] = version
        request = Request(url=address, headers=headers, hosts=("*",), most_bytes=most_bytes, most_time=PATIENT)
        try:
            answer = self._egress.send(request)
        except FetchRefused as problem:
            if problem.status == NOT_SATISFIABLE and start:  # it is shorter than it was: begin again
                return self.piece(address, start=0, version="", most_bytes=most_bytes)
            if problem.status == NOT_SATISFIABLE:
                raise FetchRefused(f"{address} is empty") from problem
            raise
        return ranges.piece_of(answer, what=address, most_bytes=most_bytes)
