"""A launch: the platform sends a browser here with a signed message that says who, where and what.

OpenID Connect with a login that the platform begins (https://www.imsglobal.org/spec/security/v1p0/). In a frame of
another site a browser keeps no cookies of ours, so what must be kept between the steps travels signed in ``state``.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer

from learnstead.kernel.errors import Terminal
from learnstead.ports.inbox import Inbox
from learnstead.ports.signed_messages import NotSigned, SignedMessages
from learnstead.video.models import LtiPlatform

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/"
RESOURCE, DEEP_LINK = "LtiResourceLinkRequest", "LtiDeepLinkingRequest"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
TEACHING = {f"{MEMBERSHIP}{role}" for role in ("Instructor", "ContentDeveloper", "Administrator")}
LOGIN_LASTS = timedelta(minutes=10)
SKEW = timedelta(minutes=2)
OLDEST = timedelta(hours=1)
_SIGNER = Signer(salt="learnstead.video.lti.state", sep="~")


class NotALaunch(Terminal):
    """The message is not one of a platform that is registered here, or it came too late, or twice."""


@dataclass(frozen=True)
class Launch:
    """What a platform said, and may be believed. ``video`` is the key in 32 hex digits that the link names, or "".

    ``return_url`` and ``data`` are there when a teacher is to choose, of ``several`` videos perhaps.
    """

    platform: LtiPlatform
    kind: str
    deployment: str
    context: str
    context_title: str
    person: str
    teaches: bool
    video: str
    return_url: str = ""
    data: str = ""
    several: bool = False


def begin(given: Mapping[str, str], *, launch_url: str, at: datetime) -> str:
    """Where the browser goes next: the platform's own sign-in, which answers at ``launch_url``. NotALaunch."""
    platform = _platform(given.get("iss", ""), given.get("client_id", ""))
    if not given.get("login_hint"):
        raise NotALaunch("The platform did not say who is signed in there (login_hint).")
    nonce = secrets.token_urlsafe(24)
    state = _SIGNER.sign_object({"platform": platform.pk, "nonce": nonce, "at": at.timestamp()})
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": launch_url,
        "login_hint": given["login_hint"],
        "nonce": nonce,
        "state": state,
    }
    if given.get("lti_message_hint"):
        query["lti_message_hint"] = given["lti_message_hint"]
    return f"{platform.login_url}{'&' if '?' in platform.login_url else '?'}{urlencode(query)}"


def receive(*, token: str, state: str, messages: SignedMessages, inbox: Inbox, at: datetime) -> Launch:
    """The launch in a message, once all about it is right. It counts once. NotALaunch; Transient for its keys."""
    platform, nonce = _remembered(state, at=at)
    try:
        claims = messages.read(token, keys_url=platform.keys_url)
    except NotSigned as problem:
        raise NotALaunch(f"The message is not signed by {platform}: {problem}") from problem
    _check(claims, platform, nonce=nonce, at=at)
    if not inbox.accept(f"lti {platform.pk} {nonce}", at=at):
        raise NotALaunch("This launch was used already; open the video from the course again.")
    return _launch(claims, platform)


def _platform(issuer: str, client_id: str) -> LtiPlatform:
    """A platform may register us more than once; then it has to say which one is meant."""
    found = LtiPlatform.objects.filter(issuer=issuer, is_active=True)
    chosen = list(found.filter(client_id=client_id) if client_id else found)
    if len(chosen) != 1:
        raise NotALaunch(f"The learning platform {issuer[:200]!r} is not registered here.")
    return chosen[0]


def _remembered(state: str, *, at: datetime) -> tuple[LtiPlatform, str]:
    try:
        told = _SIGNER.unsign_object(state)
    except (BadSignature, ValueError) as problem:
        raise NotALaunch("This launch did not begin here; open the video from the course again.") from problem
    age = at.timestamp() - told["at"]
    platform = LtiPlatform.objects.filter(pk=told["platform"], is_active=True).first()
    if not -SKEW.total_seconds() <= age <= LOGIN_LASTS.total_seconds() or platform is None:
        raise NotALaunch("This launch is too old; open the video from the course again.")
    return platform, told["nonce"]


def _check(claims: Mapping[str, Any], platform: LtiPlatform, *, nonce: str, at: datetime) -> None:
    """RFC 7519 and what LTI asks beyond it; the text names what is wrong."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    now, skew = at.timestamp(), SKEW.total_seconds()
    ends, made = claims.get("exp"), claims.get("iat")
    wrong = {
        "iss": claims.get("iss") != platform.issuer,
        "aud": platform.client_id not in audiences,
        "azp": (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != platform.client_id,
        "exp": not isinstance(ends, int | float) or ends + skew < now,
        "iat": not isinstance(made, int | float) or not now - OLDEST.total_seconds() <= made <= now + skew,
        "nonce": claims.get("nonce") != nonce,
        "version": claims.get(f"{CLAIM}version") != "1.3.0",
        "message_type": claims.get(f"{CLAIM}message_type") not in {RESOURCE, DEEP_LINK},
        "deployment_id": not _is_deployment(claims.get(f"{CLAIM}deployment_id"), platform),
    }
    found = [name for name, is_wrong in wrong.items() if is_wrong]
    if found:
        raise NotALaunch(f"The message of {platform} is not right: {', '.join(found)}.")


def _is_deployment(name: object, platform: LtiPlatform) -> bool:
    return isinstance(name, str) and bool(name) and (not platform.deployments or name in platform.deployments)


def _launch(claims: Mapping[str, Any], platform: LtiPlatform) -> Launch:
    context, linking = _object(claims, f"{CLAIM}context"), _object(claims, f"{LINKING}deep_linking_settings")
    roles = claims.get(f"{CLAIM}roles")
    launch = Launch(
        platform=platform,
        kind=claims[f"{CLAIM}message_type"],
        deployment=claims[f"{CLAIM}deployment_id"],
        context=str(context.get("id", ""))[:255],
        context_title=str(context.get("title") or context.get("label") or "")[:255],
        person=str(claims.get("sub", ""))[:255],
        teaches=isinstance(roles, list) and any(role in TEACHING for role in roles if isinstance(role, str)),
        video=str(_object(claims, f"{CLAIM}custom").get("video", ""))[:64],
        return_url=str(linking.get("deep_link_return_url", "")),
        data=str(linking.get("data", "")),
        several=linking.get("accept_multiple") is True,
    )
    if launch.kind == DEEP_LINK and not launch.return_url.startswith(("https://", "http://")):
        raise NotALaunch(f"{platform} did not say where the choice goes.")
    return launch


def _object(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = claims.get(name)
    return value if isinstance(value, dict) else {}
