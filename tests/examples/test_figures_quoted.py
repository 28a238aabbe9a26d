"""The numbers that the courses quote are those of the data they hand out."""

import csv
import io
import itertools
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.examples.repository import EXAMPLES

HYDROLOGY = EXAMPLES / "courses" / "ENV.210-fall-2025"
LETTERS = EXAMPLES / "courses" / "HIS.240-fall-2025"


def handout(course: Path, name: str) -> Path:
    (path,) = (course / "media").glob(f"*_{name}")
    return path


def rows(course: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(handout(course, name).read_text())))


def page(course: Path, name: str) -> str:
    (path,) = (course / "content/pages").rglob(f"{name}.md")
    return path.read_text()


def intensity(*, years: int, minutes: int) -> float:
    return 480 * years**0.2 / (minutes + 10) ** 0.75


def test_the_rainfall_table_follows_the_formula_of_unit_2() -> None:
    for row in rows(HYDROLOGY, "averley-idf-table.csv"):
        minutes = int(row["duration_min"])
        for years in (2, 10, 30, 100):
            assert row[f"{years}_years"] == f"{intensity(years=years, minutes=minutes):.1f}"


def test_the_storm_of_june_2023_brought_what_unit_2_says() -> None:
    depths = [float(row["rain_mm"]) for row in rows(HYDROLOGY, "averley-storm-2023-06-18.csv")]
    assert (round(sum(depths), 1), max(depths)) == (29.0, 7.6)


def test_the_annual_maxima_have_the_mean_and_spread_of_unit_5() -> None:
    flows = {row["year"]: float(row["peak_flow_m3s"]) for row in rows(HYDROLOGY, "wend-annual-maxima.csv")}
    assert (round(statistics.mean(flows.values()), 1), round(statistics.stdev(flows.values()), 1)) == (42.3, 17.4)
    without = [flow for year, flow in flows.items() if year != "2014"]
    assert (round(statistics.mean(without), 1), round(statistics.stdev(without), 1)) == (39.9, 11.8)
    assert max(flows, key=flows.__getitem__) == "2014"


def test_the_program_of_unit_3_gives_the_flow_of_unit_3() -> None:
    program = str(handout(HYDROLOGY, "rational_method.py"))
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert done.stdout == "tc = 28.3 min, i = 49.4 mm/h, Q = 3.76 m3/s\n"
    assert "gives 3.76" in page(HYDROLOGY, "from-rain-to-runoff")


def test_the_tank_of_unit_6_is_as_large_as_the_worst_storm_needs() -> None:
    volumes = {t: (1.5 * intensity(years=30, minutes=t) / 360 - 0.030) * 60 * t for t in range(5, 301, 5)}
    worst = max(volumes, key=volumes.__getitem__)
    assert (worst, round(volumes[worst])) == (125, 523)


def test_the_letters_number_what_the_answers_say() -> None:
    letters = rows(LETTERS, "corran-letters-list.csv")
    writers = Counter(row["writer"] for row in letters)
    assert writers == {"Bridget": 32, "Daniel": 21, "Honora": 12, "Michael": 4, "Father Dolan": 2}
    assert Counter(row["to"] for row in letters) == {"Kilvarra": 57, "Scranton": 14}
    enclosed = Counter(row["writer"] for row in letters if row["money_enclosed"] == "yes")
    assert enclosed == {"Bridget": 16, "Daniel": 12}
    by_year = Counter(row["date"][:4] for row in letters)
    table = "| Letters | " + " | ".join(str(by_year[str(year)]) for year in range(1883, 1896)) + " |"
    assert table in page(LETTERS, "counting-letters-answers")


def test_the_longest_silence_among_the_letters_is_that_of_1890() -> None:
    months = [12 * int(row["date"][:4]) + int(row["date"][5:]) for row in rows(LETTERS, "corran-letters-list.csv")]
    silences = [later - earlier for earlier, later in itertools.pairwise(months)]
    assert (max(silences), silences.count(8)) == (8, 1)
    assert months[silences.index(8)] == 12 * 1890 + 2


def test_the_account_book_adds_up_to_what_unit_5_says() -> None:
    book = rows(LETTERS, "corran-account-book.csv")
    shillings = [20 * int(row["pounds"]) + int(row["shillings"]) for row in book]
    assert (sum(shillings) / 20, statistics.median(shillings) / 20) == (55, 4.75)
    assert sum("rent" in row["noted_use"] for row in book) == 6


def test_the_transcribed_letters_are_in_the_list() -> None:
    text = handout(LETTERS, "corran-letters.txt").read_text()
    dates = {row["number"]: row["date"] for row in rows(LETTERS, "corran-letters-list.csv")}
    expected = {"C001": "1883-04", "C025": "1887-03", "C050": "1890-10", "C067": "1894-12"}
    assert {number: dates[number] for number in expected if number in text} == expected
