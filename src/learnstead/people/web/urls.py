"""Addresses of the account pages."""

from django.urls import path

from learnstead.people.web.account import account
from learnstead.people.web.sign_in import sign_in, sign_out

app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("account/", account, name="account"),
]
