"""The term something is given in, told by ids such as course-v1:MITx+15.071x+1T2019."""

import re

_BY_NUMBER = {"1": "Spring", "2": "Summer", "3": "Fall"}
_IN_AN_ID = re.compile(r"\b([123])T(\d{4})|\b(\d{4})_(Spring|Summer|Fall|January_IAP)\b", re.IGNORECASE)


def year_and_semester(
    key: str, *, start: str | None = None, year: str | int | None = None, semester: str | None = None
) -> tuple[int | None, str | None]:
    """Year and semester: as told, else as the id says, else only the year of the start."""
    if year or semester:
        return int(year) if year else None, semester or None
    if found := _IN_AN_ID.search(key):
        term = _BY_NUMBER.get(found[1] or "") or found[4]
        return int(found[2] or found[3]), term.capitalize() if found[4] else term
    return (int(start[:4]), None) if start else (None, None)
