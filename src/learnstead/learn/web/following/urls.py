"""Addresses of the pages about what a learner follows, wants and might like; part of learn's."""

from django.urls import path

from learnstead.learn.web.following import subscriptions, unsubscribe

urlpatterns = [
    path("following/", subscriptions.mine, name="following"),
    path("following/follow/", subscriptions.follow, name="follow"),
    path("following/mail/", subscriptions.mail, name="following-mail"),
    path("following/<int:pk>/unfollow/", subscriptions.unfollow, name="unfollow"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
