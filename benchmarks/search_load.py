"""What search costs, in CPU time: building the index, bringing one entry up to date, and looking things up.

    .venv/bin/python benchmarks/search_load.py [ENTRIES]

Entries are made up, 20,000 unless said: a title, a description, ten parts of 120 words, fourteen facets; words are as
common as in English (Zipf's law). The baseline is tantivy alone on the same index: the words in one field, ten
results, no facets. Times are of one thread; "while rebuilding" another process builds the index anew.
"""

import itertools
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
import tantivy

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from learnstead.adapters.search.tantivy_index import TantivyIndex
from learnstead.ports.search import Entry, Part, Query

FACETS = tuple(f"facet_{number}" for number in range(14))
SYLLABLES = ("ka", "lo", "mi", "ner", "pa", "qua", "ri", "sto", "tu", "vel", "wa", "xi", "yon", "ze", "bra", "cle")
WORDS = ["".join(parts) for length in (2, 3) for parts in itertools.product(SYLLABLES, repeat=length)]
COMMONNESS = list(itertools.accumulate(1 / rank for rank in range(1, len(WORDS) + 1)))
PARTS, WORDS_IN_A_PART = 10, 120
SEARCHES = 200
SEED = 7


def main() -> None:
    """Build, change and search an index of made-up entries."""
    if sys.argv[1:2] == ["rebuild"]:
        TantivyIndex(Path(sys.argv[2]), facets=FACETS).rebuild(entries(int(sys.argv[3])))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    dice = random.Random(SEED)  # noqa: S311 - the same texts every time
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "search"
        generated = cpu(lambda: sum(1 for _ in entries(count)))
        rebuild(folder, count).wait()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = spent.ru_utime + spent.ru_stime
        print(
            f"{count:,} entries with {count * PARTS:,} parts: built in {took:.1f} CPU-s, {generated:.1f} of them for "
            f"making them up; {size(folder):.0f} MB on disk"
        )
        index = TantivyIndex(folder, facets=FACETS)
        print(f"first search after a rebuild: {cpu(lambda: index.search(Query(text=''))) * 1000:.0f} CPU-ms")
        searches(index, folder / "live" / "entries", dice)
        one = next(entries(1))
        print(f"one entry brought up to date: {cpu(lambda: index.write(put=[one])) * 1000:.0f} CPU-ms")
        print(f"first search after that: {cpu(lambda: index.search(Query(text='ka'))) * 1000:.0f} CPU-ms")
        print(f"memory: {psutil.Process().memory_info().rss / 1e6:.0f} MB")
        while_rebuilding(index, folder, count, dice)


def rebuild(folder: Path, count: int) -> subprocess.Popen[bytes]:
    """Another process that builds the index."""
    return subprocess.Popen([sys.executable, __file__, "rebuild", str(folder), str(count)])


def searches(index: TantivyIndex, live: Path, dice: random.Random) -> None:
    """The costs of searches of several kinds beside tantivy alone."""
    texts = [" ".join(words(dice, dice.randint(1, 4))) for _ in range(SEARCHES)]
    baseline = milliseconds(texts, alone(live))
    report("tantivy alone", baseline, baseline)
    report("search, no facets", milliseconds(texts, lambda text: index.search(Query(text=text))), baseline)
    faceted = milliseconds(texts, lambda text: index.search(Query(text=text, facets=FACETS, limit=20)))
    report("search, 14 facets", faceted, baseline)
    near = {str(number): 1 - number / 500 for number in range(500)}
    both = milliseconds(texts, lambda text: index.search(Query(text=text, facets=FACETS, limit=20, nearest=near)))
    report("with 500 near ones", both, baseline)
    narrowed = Query(text="", filters={FACETS[0]: ["value 1"], FACETS[1]: ["value 3"]}, facets=FACETS, limit=20)
    report("no text, two filters", milliseconds(texts, lambda _: index.search(narrowed)), baseline)
    misspelt = [text[:-2] + text[-1] + text[-2] for text in texts]
    report("misspelt", milliseconds(misspelt, lambda text: index.search(Query(text=text, facets=FACETS))), baseline)
    question = [" ".join(words(dice, 12)) for _ in range(SEARCHES)]
    report("twelve words", milliseconds(question, lambda text: index.search(Query(text=text, facets=FACETS))), baseline)
    report("suggestions", milliseconds(texts, lambda text: index.suggest(text[:5])), baseline)


def while_rebuilding(index: TantivyIndex, folder: Path, count: int, dice: random.Random) -> None:
    """The cost of searches while another process builds the index anew, until it has."""
    working = rebuild(folder, count)
    costs = []
    while working.poll() is None:
        text = " ".join(words(dice, dice.randint(1, 4)))
        costs.append(cpu(lambda text=text: index.search(Query(text=text, facets=FACETS, limit=20))) * 1000)  # type: ignore[misc]
        time.sleep(0.05)
    report("while rebuilding", costs, costs)


def alone(live: Path) -> Callable[[str], object]:
    """A search by tantivy's own query parser."""
    index = tantivy.Index.open(str(live))
    for name in ("exact", "stemmed"):
        tokenizer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        index.register_tokenizer(name, tokenizer.build())
    searcher = index.searcher()
    return lambda text: searcher.search(index.parse_query(text, ["inside"]), 10)


def entries(count: int) -> Iterator[Entry]:
    """The same made-up entries every time."""
    dice = random.Random(SEED)  # noqa: S311
    return (entry(number, dice) for number in range(count))


def entry(number: int, dice: random.Random) -> Entry:
    """One made-up course."""
    return Entry(
        id=str(number),
        title=" ".join(words(dice, 4)),
        text=" ".join(words(dice, 60)),
        identifiers=[f"{number % 24 + 1}.{number:03}"],
        keywords=words(dice, 5),
        parts=[Part(title=" ".join(words(dice, 5)), text=" ".join(words(dice, WORDS_IN_A_PART))) for _ in range(PARTS)],
        facets={name: [f"value {dice.randint(1, 20)}"] for name in FACETS},
        recency=number,
    )


def words(dice: random.Random, count: int) -> list[str]:
    """So many words, common ones often."""
    return dice.choices(WORDS, cum_weights=COMMONNESS, k=count)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process, threads included."""
    before = time.process_time()
    work()
    return time.process_time() - before


def milliseconds(texts: Sequence[str], look_up: Callable[[str], object]) -> list[float]:
    """CPU milliseconds of each search, after a few that warm up."""
    for text in texts[:10]:
        look_up(text)
    return [cpu(lambda text=text: look_up(text)) * 1000 for text in texts]  # type: ignore[misc]


def report(name: str, costs: Sequence[float], baseline: Sequence[float]) -> None:
    """One line."""
    middle, cuts = statistics.median(costs), statistics.quantiles(costs, n=100)
    ratio = middle / statistics.median(baseline)
    print(f"{name:22} p50 {middle:6.2f}   p95 {cuts[94]:6.2f}   p99 {cuts[98]:6.2f} ms   {ratio:5.1f} x tantivy alone")


def size(folder: Path) -> float:
    """Megabytes below a folder."""
    return sum(path.stat().st_size for path in _files(folder)) / 1e6


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
