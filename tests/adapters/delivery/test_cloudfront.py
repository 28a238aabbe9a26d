"""CloudFront's signatures: the same bytes as botocore's signer, and right to another reader of signatures."""

import base64
import json
import subprocess
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.signers import CloudFrontSigner
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from learnstead.adapters.delivery.cloudfront import BadKey, CloudFrontKey, policy, private_key

END = 1798826400
END_AT = datetime.fromtimestamp(END, UTC)
START_AT = datetime.fromtimestamp(END - 86400, UTC)
PLAIN = "https://d111.cloudfront.net/video/delivery/ab/1/720p/00000.m4s"
WITH_QUERY = "https://d111.cloudfront.net/a.mp4?size=large&license=yes"
FOLDER = "https://d111.cloudfront.net/video/delivery/ab/1/*"


@pytest.fixture(scope="module")
def rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def theirs(rsa_key):
    return CloudFrontSigner("K2JCJMDEHXQW5F", lambda said: rsa_key.sign(said, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303 - theirs


@pytest.fixture(scope="module")
def ours(rsa_key):
    return CloudFrontKey(key_id="K2JCJMDEHXQW5F", key=rsa_key)


@pytest.mark.parametrize("url", [PLAIN, WITH_QUERY])
def test_a_canned_address_is_botocores(ours, theirs, url):
    assert ours.canned(url, expires=END) == theirs.generate_presigned_url(url, date_less_than=END_AT)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, {}),
        ({"network": "192.0.2.7"}, {"ip_address": "192.0.2.7"}),
        ({"network": "192.0.2.0/24"}, {"ip_address": "192.0.2.0/24"}),
        ({"begins": END - 86400}, {"date_greater_than": START_AT}),
        ({"network": "192.0.2.7", "begins": END - 86400}, {"ip_address": "192.0.2.7", "date_greater_than": START_AT}),
    ],
    ids=["wildcard", "one address", "a network", "a beginning", "everything"],
)
def test_a_custom_policy_and_its_address_are_botocores(ours, theirs, more, said):
    words = policy(FOLDER, expires=END, **more)
    assert words == theirs.build_policy(FOLDER, END_AT, **said)
    assert ours.custom(WITH_QUERY, words) == theirs.generate_presigned_url(WITH_QUERY, policy=words)


def test_the_canned_policy_has_the_order_and_no_space():
    assert policy(WITH_QUERY, expires=END) == (
        '{"Statement":[{"Resource":"' + WITH_QUERY + '","Condition":{"DateLessThan":{"AWS:EpochTime":1798826400}}}]}'
    )


def test_cookies_say_what_the_address_says(ours, theirs):
    words = policy(FOLDER, expires=END)
    query = parse_qs(urlsplit(theirs.generate_presigned_url(PLAIN, policy=words)).query)
    assert ours.cookies(words) == {f"CloudFront-{name}": value for name, (value,) in query.items()}
    assert list(ours.cookies(words)) == ["CloudFront-Policy", "CloudFront-Signature", "CloudFront-Key-Pair-Id"]
    canned = parse_qs(urlsplit(theirs.generate_presigned_url(PLAIN, date_less_than=END_AT)).query)
    assert ours.canned_cookies(PLAIN, expires=END) == {f"CloudFront-{name}": value for name, (value,) in canned.items()}


def test_sha256_is_announced_and_nothing_else_differs(rsa_key):
    key = CloudFrontKey(key_id="K2JCJMDEHXQW5F", key=rsa_key, digest="SHA256")
    query = parse_qs(urlsplit(key.canned(PLAIN, expires=END)).query)
    assert list(query) == ["Expires", "Signature", "Key-Pair-Id", "Hash-Algorithm"]
    assert query["Hash-Algorithm"] == ["SHA256"]
    signature = plain(query["Signature"][0])
    rsa_key.public_key().verify(signature, policy(PLAIN, expires=END).encode(), padding.PKCS1v15(), hashes.SHA256())
    assert key.cookies(policy(FOLDER, expires=END))["CloudFront-Hash-Algorithm"] == "SHA256"


@pytest.mark.parametrize("digest", ["SHA1", "SHA256"])
@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_openssl_finds_the_signature_right(tmp_path, rsa_key, kind, digest):
    key = rsa_key if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    words = policy(FOLDER, expires=END, network="192.0.2.0/24")
    query = CloudFrontKey(key_id="K", key=key, digest=digest).query(words)
    assert plain(query["Policy"]).decode() == words
    assert json.loads(plain(query["Policy"]))["Statement"][0]["Resource"] == FOLDER
    files = {
        "public.pem": key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "signature": plain(query["Signature"]),
        "words": words.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = ["openssl", "dgst", f"-{digest.lower()}", "-verify", "public.pem", "-signature", "signature", "words"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.stdout == "Verified OK\n"


def test_a_key_in_one_line_of_an_environment_is_read(rsa_key):
    pem = rsa_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    assert private_key(pem.replace("\n", "\\n")).private_numbers() == rsa_key.private_numbers()
    assert private_key(pem).private_numbers() == rsa_key.private_numbers()


@pytest.mark.parametrize("curve", [ec.SECP384R1(), ec.SECP256K1()])
def test_a_key_that_cloudfront_does_not_take_is_refused(curve):
    key = ec.generate_private_key(curve)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(BadKey, match="2048 bits"):
        private_key(pem)


def test_what_is_no_key_is_refused_without_being_repeated():
    with pytest.raises(BadKey, match="no PEM") as problem:
        private_key("-----BEGIN WHATEVER-----\\nsecret stuff\\n-----END WHATEVER-----")
    assert "secret stuff" not in str(problem.value)


def plain(text):
    """Bytes from CloudFront's alphabet."""
    return base64.b64decode(text.translate(str.maketrans("-_~", "+=/")))
