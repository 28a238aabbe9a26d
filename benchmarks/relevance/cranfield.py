"""Writes the Cranfield collection as docs.jsonl, queries.jsonl and qrels.tsv, for `learnstead bench relevance`.

    python benchmarks/relevance/cranfield.py SOURCE_FOLDER TARGET_FOLDER

The source has cran.all.1400.xml, cran.qry.xml and cranqrel.trec.txt. Its queries are judged by their place in the file.
"""

import html
import json
import re
import sys
from pathlib import Path


def main(source: Path, target: Path) -> None:
    """Convert one folder to the other."""
    target.mkdir(parents=True, exist_ok=True)
    documents = [
        {"id": field(one, "docno"), "title": field(one, "title"), "text": field(one, "text")}
        for one in blocks(source / "cran.all.1400.xml", "doc")
    ]
    queries = [
        {"id": str(place), "text": field(one, "title")}
        for place, one in enumerate(blocks(source / "cran.qry.xml", "top"), start=1)
    ]
    write(target / "docs.jsonl", documents)
    write(target / "queries.jsonl", queries)
    judged = [line.split() for line in (source / "cranqrel.trec.txt").read_text().splitlines() if line.strip()]
    rows = [f"{query}\t{document}\t{max(int(grade), 0)}" for query, _, document, grade in judged]
    (target / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *rows]) + "\n")


def blocks(path: Path, tag: str) -> list[str]:
    """The contents of every element of a name; the files are not quite XML."""
    return re.findall(rf"<{tag}>(.*?)</{tag}>", path.read_text(encoding="utf-8", errors="replace"), re.DOTALL)


def field(block: str, tag: str) -> str:
    """The text of one element, on one line."""
    found = re.search(rf"<{tag}>(.*?)</{tag}>", block, re.DOTALL)
    return " ".join(html.unescape(found[1]).split()) if found else ""


def write(path: Path, lines: list[dict[str, str]]) -> None:
    """One JSON object on each line."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
