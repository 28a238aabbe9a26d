"""``learnstead doctor``: what is configured, what is missing, what is unsafe, and what to do about each."""

from learnstead.config.doctor.examination import examine
from learnstead.config.doctor.finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]
