"""What YouTube means when it does not do what it was asked."""

import httpx

from learnstead.adapters.vendors import http
from learnstead.kernel.errors import LearnsteadError, Transient
from learnstead.ports.youtube import YouTubeQuotaExceeded, YouTubeRefused

# https://developers.google.com/youtube/v3/docs/errors; the second is what older projects are told.
OUT_OF_QUOTA = {"quotaExceeded", "dailyLimitExceeded", "uploadLimitExceeded"}
MAY_PASS = {"rateLimitExceeded", "userRateLimitExceeded", "backendError", "processingFailure"}


def refusal(answer: httpx.Response) -> LearnsteadError:
    """What an answer that is no success means."""
    problem = http.object_in(answer).get("error")
    problem = problem if isinstance(problem, dict) else {}
    reasons = {one.get("reason", "") for one in problem.get("errors") or [] if isinstance(one, dict)}
    words = f"YouTube answered {answer.status_code} {', '.join(sorted(reasons))}: {problem.get('message', '')}".strip()
    if reasons & OUT_OF_QUOTA:
        return YouTubeQuotaExceeded(f"{words[: http.MOST_SHOWN]}; it goes on after midnight in California")
    return (Transient if reasons & MAY_PASS else YouTubeRefused)(words[: http.MOST_SHOWN])
