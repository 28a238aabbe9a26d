"""A mail in the form the world reads."""

from django.core.mail import EmailMultiAlternatives

from learnstead.ports.mail import Mail


def message(mail: Mail, *, sender: str) -> EmailMultiAlternatives:
    """Both forms of the text. What would break out of a header is taken for a space."""
    headers = {name: _one_line(value) for name, value in mail.headers.items()}
    made = EmailMultiAlternatives(
        subject=_one_line(mail.subject),
        body=mail.text,
        from_email=sender,
        to=[_one_line(mail.to)],
        headers={"Message-ID": mail.message_id, **headers},
    )
    made.attach_alternative(mail.html, "text/html")
    return made


def _one_line(value: str) -> str:
    return " ".join(value.split())
