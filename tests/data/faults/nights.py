"""One source, night after night: what is answered each night, and what learners see afterwards."""

import json
import re
from dataclasses import replace

from learnstead.data.drills import damage
from learnstead.data.drills.drill import as_it_was, ingested, seen_by_learners
from learnstead.data.drills.recording import Reply


class Nights:
    def __init__(self, ground, *, ledger=None):
        self.ground = ground
        self.objects = ground.means.aside(ground.means.objects)
        self.ledger = ledger or ground.means.ledger(ground.states)
        self.number = 0

    def night(self, answering=as_it_was):
        self.number += 1
        self.run = ingested(self.ground, f"night-{self.number:03}", answering, self.objects, self.ledger)
        return self

    @property
    def states(self):
        return {state.scope: state for state in self.ledger.scopes(self.ground.source.name)}

    @property
    def seen(self):
        return seen_by_learners(self.objects, list(self.states.values()))

    @property
    def lost(self):
        seen = self.seen
        return {key for scope, good in self.ground.good.items() for key in good.keys() - seen.get(scope, {}).keys()}

    @property
    def changed(self):
        seen = self.seen
        return {
            key
            for scope, good in self.ground.good.items()
            for key, digest in good.items()
            if seen.get(scope, {}).get(key, digest) != digest
        }

    @property
    def words(self):
        """Everything the run says to a person."""
        said = [self.run.message]
        for result in self.run.scopes:
            said += [result.reason, *(finding.says for finding in result.findings)]
        return "\n".join(filter(None, said))

    @property
    def outcomes(self):
        return {result.scope: str(result.outcome) for result in self.run.scopes}


def status(code):
    return lambda _one, _all: Reply(body=b"", status=code)


def only(label, answering):
    """A fault in the answers of one kind."""
    return lambda one, every: answering(one, every) if one.exchange.label == label else one.reply


def content(change):
    return lambda one, _all: replace(one.reply, body=change(one.reply.body))


def one_fewer(one, _all):
    """The last item of every list is gone, and the list says so."""
    return replace(one.reply, body=damage.with_items(one.reply.body, lambda items: items[:-1]))


def without(*fields, value=None):
    """These fields have nothing in them, in every item."""
    empty = "" if value is None else value

    def change(body):
        if damage.kind_of(body) == "json":
            return json.dumps(_emptied(json.loads(body), fields, value)).encode()
        if damage.kind_of(body) == "xml":
            names = "|".join(fields).encode()
            return re.sub(rb"(<(%s)\b[^>]*>).*?(</\2>)" % names, rb"\1\3", body, flags=re.DOTALL)
        return damage._csv_rows(
            body, lambda rows: [rows[0], *([_blank(rows[0], row, fields, empty) for row in rows[1:]])]
        )

    return content(change)


def next_page(change):
    """Every page names another next page."""

    def edit(body):
        page = json.loads(body) if damage.kind_of(body) == "json" else None
        if not isinstance(page, dict) or not isinstance(page.get("next"), str):
            return body
        return json.dumps(page | {"next": change(page["next"])}).encode()

    return content(edit)


def _emptied(tree, fields, value):
    if isinstance(tree, list):
        return [_emptied(item, fields, value) for item in tree]
    if isinstance(tree, dict):
        return {key: value if key in fields else _emptied(item, fields, value) for key, item in tree.items()}
    return tree


def _blank(header, row, fields, empty):
    return [empty if name.strip() in fields else cell for name, cell in zip(header, row, strict=True)]
