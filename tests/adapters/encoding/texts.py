"""Short texts about a few subjects, enough to learn from; written for these tests."""

SUBJECTS = {
    "linear": ("matrix", "vector", "eigenvalue", "linear", "algebra", "determinant", "basis", "transformation"),
    "cells": ("cell", "membrane", "protein", "gene", "enzyme", "biology", "dna", "tissue"),
    "history": ("empire", "war", "revolution", "treaty", "king", "history", "parliament", "colony"),
    "code": ("program", "python", "function", "variable", "loop", "software", "debugging", "compiler"),
}


def texts(each: int) -> list[str]:
    """As many texts on each subject: some of its words, a different choice each time."""
    made = []
    for name, words in SUBJECTS.items():
        for number in range(each):
            chosen = [words[(number * 5 + step * (1 + number % 3)) % len(words)] for step in range(5)]
            made.append(f"{name.title()} {number}. On the {' and the '.join(chosen)}.")
    return made
