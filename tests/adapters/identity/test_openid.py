"""The client against a provider that speaks the protocol."""

from collections.abc import Iterator

import pytest
from joserfc.jwk import ECKey

from learnstead.adapters.identity.openid import OpenIdProvider
from learnstead.ports.identity import Attempt, Identity, IdentityRefused, ProviderUnavailable
from tests.adapters.identity.fake_provider import CLIENT, SECRET, Provider, serving

pytestmark = pytest.mark.slow

BACK = "https://learn.example.org/sign-in/back/"
TRY = Attempt(state="s", nonce="n", verifier="v" * 43)


@pytest.fixture
def there() -> Iterator[Provider]:
    with serving() as provider:
        yield provider


def ours(there: Provider, **settings: str) -> OpenIdProvider:
    return OpenIdProvider(issuer=there.issuer, client_id=CLIENT, client_secret=SECRET, **settings)


def identify(there: Provider, client: OpenIdProvider | None = None) -> Identity:
    client = client or ours(there)
    code = there.visit(client.address(TRY, back=BACK)).partition("code=")[2].partition("&")[0]
    return client.identify(code=code, attempt=TRY, back=BACK)


def test_an_identity_comes_with_whole_group_names(there):
    there.person |= {"name": "Ada", "email": "ada@example.org", "email_verified": True, "groups": ["/a/x", "/b/x"]}
    assert identify(there) == Identity(
        issuer=there.issuer,
        subject="7-ada",
        username="ada",
        name="Ada",
        email="ada@example.org",
        email_verified=True,
        groups=frozenset({"/a/x", "/b/x"}),
    )


@pytest.mark.parametrize("claim", [None, "physics", {"a": 1}, 7])
def test_a_groups_claim_that_is_no_list_says_nothing_of_groups(there, claim):
    there.person["groups"] = claim
    assert identify(there).groups is None


def test_an_empty_list_says_that_somebody_is_in_no_group(there):
    there.person["groups"] = []
    assert identify(there).groups == frozenset()


def test_a_claim_can_lie_deep_and_in_userinfo_only(there):
    there.person["realm_access"] = {"roles": ["author"]}
    there.only_in_userinfo = ("realm_access",)
    assert identify(there, ours(there, groups_claim="realm_access.roles")).groups == {"author"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another client"},
        {"nonce": "of another try"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"sub": ""},
    ],
)
def test_a_token_that_was_not_made_for_this_try_is_refused(there, wrong):
    there.wrong = wrong
    with pytest.raises(IdentityRefused):
        identify(there)


def test_a_token_signed_with_the_client_secret_is_refused(there):
    there.symmetric = True
    with pytest.raises(IdentityRefused, match="does not hold"):
        identify(there)


def test_a_code_works_once_and_with_its_verifier_only(there):
    client = ours(there)
    code = there.visit(client.address(TRY, back=BACK)).partition("code=")[2].partition("&")[0]
    with pytest.raises(IdentityRefused, match="invalid_grant"):
        client.identify(code=code, attempt=Attempt("s", "n", "w" * 43), back=BACK)
    with pytest.raises(IdentityRefused, match="invalid_grant"):
        client.identify(code=code, attempt=TRY, back=BACK)


def test_userinfo_about_somebody_else_is_refused(there):
    there.userinfo_subject = "somebody else"
    with pytest.raises(IdentityRefused, match="somebody else"):
        identify(there)


def test_keys_that_were_replaced_are_read_again(there):
    client = ours(there)
    identify(there, client)
    there.key = ECKey.generate_key("P-256", {"kid": "second"})
    identify(there, client)
    identify(there, client)
    assert there.asked_for_keys == 2


def test_a_provider_that_calls_itself_otherwise_is_not_asked(there):
    there.describes_itself_as = "https://elsewhere.example"
    with pytest.raises(ProviderUnavailable, match="describes itself as"):
        identify(there)


def test_a_provider_that_does_not_answer_may_do_so_later():
    with pytest.raises(ProviderUnavailable, match="cannot be reached"):
        OpenIdProvider(issuer="http://127.0.0.1:9", client_id=CLIENT).address(TRY, back=BACK)
