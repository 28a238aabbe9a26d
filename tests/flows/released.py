"""What a run of MIT Climate released."""

from learnstead.data.releasing import read_manifest
from learnstead.kernel.contracts.releases import decode_lines, prefix_of
from learnstead.ports.services import services


def lines_of(release):
    objects, prefix = services().objects, prefix_of("mit_climate", release)
    found = {}
    for scope in read_manifest(objects, "mit_climate", release).scopes:
        with objects.open(f"{prefix}/{scope.file}") as file:
            found |= {line.key: line for line in decode_lines(file)}
    return found


def scopes_of(done):
    return {result.scope: str(result.outcome) for result in done.scopes}
