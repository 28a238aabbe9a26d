"""Addresses of the account pages."""

from django.urls import path

from learnstead.people.web import openid, personal_data
from learnstead.people.web.account import account
from learnstead.people.web.sign_in import sign_in, sign_out
from learnstead.people.web.sign_up import sign_up

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/with/", openid.begin, name="openid"),
    path("sign-in/back/", openid.come_back, name="openid-back"),
    path("signed-out/", openid.signed_out, name="signed-out"),
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-up/", sign_up, name="sign-up"),
    path("account/", account, name="account"),
    path("account/data/", personal_data.page, name="personal-data"),
    path("account/data/download", personal_data.download, name="personal-data-download"),
]
