"""What the sources of OLX archives have in common: their settings, and when a run of a course is held."""

from learnstead.data.source import Setting, Thresholds

# An export is the whole course, so what is not in it is gone; but half a course does not vanish unnoticed.
THRESHOLDS = Thresholds(
    absent_runs=0, most_missing=0.5, most_quarantined=0.3, most_changed_keys=0.6, most_growth=50.0, least_fill=0.2
)


def base_url(default: str) -> Setting:
    """Where the courses are taught."""
    return Setting("base_url", says="where learners open the courses", default=default)
