"""What people see before a digest, and staff afterwards."""

import pytest
from django.test import Client

from learnstead.kernel import clock
from learnstead.learn import jobs
from learnstead.learn.models import DigestMail
from learnstead.people.models import User
from learnstead.ports.services import services
from tests import waiting_jobs
from tests.learn.following.conftest import follow, new

pytestmark = pytest.mark.django_db


def test_the_next_digest_is_shown_and_the_job_keeps_it_where_staff_see_it(client: Client, cy):
    follow(cy, "topic=Physics&sortby=new")
    new("Waves", "Physics", at=clock.now(), image_url="/static/favicon.svg")
    client.force_login(cy)
    shown = client.get("/following/next-digest/").content.decode()
    assert "Waves" in shown

    jobs.send_digests()

    assert "Nothing new yet" in client.get("/following/next-digest/").content.decode()
    client.force_login(User.objects.create_user("sam", is_staff=True))
    mail = DigestMail.objects.get()
    page = client.get("/manage/mails/").content.decode()
    assert f"mails are kept in <code>{services().mail.kept_in}</code>" in page
    assert ">Kept</span>" in page
    assert "* Waves" in client.get(f"/manage/mails/{mail.pk}/").content.decode()
    as_html = client.get(f"/manage/mails/{mail.pk}/html")
    assert "sandbox" in as_html["Content-Security-Policy"]
    assert f'src="{services().url}/static/favicon.svg"' in as_html.content.decode()


def test_staff_can_have_a_mail_sent_that_perhaps_never_arrived(client: Client, cy):
    follow(cy, "topic=Physics")
    new("Waves", "Physics", at=clock.now())
    jobs.send_digests()
    mail = DigestMail.objects.get()
    client.force_login(User.objects.create_user("sam", is_staff=True))

    client.post(f"/manage/mails/{mail.pk}/")
    mail.refresh_from_db()
    assert mail.state == DigestMail.State.SENT
    DigestMail.objects.update(state=DigestMail.State.SENDING)
    client.post(f"/manage/mails/{mail.pk}/")
    jobs.send_digests()
    mail.refresh_from_db()
    assert mail.state == DigestMail.State.SENT


def test_who_signed_up_asks_for_a_mail_to_confirm_the_address_and_not_many(client: Client, cy):
    client.force_login(cy)
    for _ in range(2):
        client.post("/following/mail/", {"confirm": "1"})
    assert waiting_jobs.work_off(only="learn.ask_to_confirm") == ["learn.ask_to_confirm"]
    assert "No mail server is set up here" in client.get("/following/").content.decode()
