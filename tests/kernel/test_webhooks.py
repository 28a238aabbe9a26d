"""Signed webhooks, against the example of the Standard Webhooks specification and against forgeries."""

from datetime import UTC, datetime, timedelta

import pytest

from learnstead.kernel import webhooks
from learnstead.kernel.errors import Terminal

# The example that the specification's own libraries are tested with.
SPEC_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SPEC_ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
SPEC_AT = datetime.fromtimestamp(1614265330, tz=UTC)
SPEC_BODY = b'{"test": 2432232314}'
SPEC_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

NEW_KEY = "whsec_bmV3IGtleSBmb3IgdGhlIHJvdGF0aW9u"


def signed(*keys: str, at: datetime = SPEC_AT) -> dict[str, str]:
    return webhooks.sign(message_id=SPEC_ID, at=at, body=SPEC_BODY, keys=keys)


def test_the_specifications_example_gets_the_specifications_signature():
    assert signed(SPEC_KEY) == {
        "webhook-id": SPEC_ID,
        "webhook-timestamp": "1614265330",
        "webhook-signature": SPEC_SIGNATURE,
    }


def test_a_signed_message_is_accepted_and_its_id_returned():
    assert webhooks.verify(headers=signed(SPEC_KEY), body=SPEC_BODY, keys=[SPEC_KEY], at=SPEC_AT) == SPEC_ID


def test_either_of_two_live_keys_is_enough():
    assert webhooks.verify(headers=signed(NEW_KEY), body=SPEC_BODY, keys=[SPEC_KEY, NEW_KEY], at=SPEC_AT)
    assert webhooks.verify(headers=signed(SPEC_KEY, NEW_KEY), body=SPEC_BODY, keys=[NEW_KEY], at=SPEC_AT)


@pytest.mark.parametrize(
    ("headers", "body", "at", "why"),
    [
        (signed(NEW_KEY), SPEC_BODY, SPEC_AT, "no key known here"),
        (signed(SPEC_KEY), SPEC_BODY + b" ", SPEC_AT, "no key known here"),
        (signed(SPEC_KEY) | {"webhook-id": "msg_other"}, SPEC_BODY, SPEC_AT, "no key known here"),
        (signed(SPEC_KEY) | {"webhook-signature": "v1,"}, SPEC_BODY, SPEC_AT, "no key known here"),
        (signed(SPEC_KEY), SPEC_BODY, SPEC_AT + timedelta(minutes=6), "more than 0:05:00"),
        (signed(SPEC_KEY), SPEC_BODY, SPEC_AT - timedelta(minutes=6), "more than 0:05:00"),
        (signed(SPEC_KEY) | {"webhook-timestamp": "soon"}, SPEC_BODY, SPEC_AT, "lacks"),
        (signed(SPEC_KEY) | {"webhook-timestamp": "9" * 30}, SPEC_BODY, SPEC_AT, "lacks"),
        ({}, SPEC_BODY, SPEC_AT, "lacks"),
    ],
    ids=["other key", "other body", "other id", "empty signature", "late", "early", "no time", "no such time", "bare"],
)
def test_a_forged_altered_or_stale_message_is_refused(headers, body, at, why):
    with pytest.raises(webhooks.BadSignature, match=why):
        webhooks.verify(headers=headers, body=body, keys=[SPEC_KEY], at=at)


def test_a_key_that_is_not_base64_is_our_own_mistake_and_says_so():
    with pytest.raises(Terminal, match="base64"):
        signed("whsec_not base64!")
