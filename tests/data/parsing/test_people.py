"""Names in a line."""

import pytest

from learnstead.data.parsing.people import people_in


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Sandra Lopez", ["Sandra Lopez"]),
        ("Ms. Asha Rivers and Dr. Steven Goldman", ["Ms. Asha Rivers", "Dr. Steven Goldman"]),
        ("Kate Petersen | School of Sand and Stone", ["Kate Petersen", "School of Sand and Stone"]),
        ("Ada Byron, PhD", ["Ada Byron, PhD"]),
        ("Ana Ruiz, Bo Lind, and Cy Holland", ["Ana Ruiz", "Bo Lind", "Cy Holland"]),
        ("  ", []),
        (None, []),
    ],
)
def test_names_are_parted_at_the_word_and_only(line, names):
    assert people_in(line) == names
