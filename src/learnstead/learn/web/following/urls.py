"""Addresses of the pages about what a learner follows, wants and might like; part of learn's."""

from django.urls import path

from learnstead.learn.web.following import digest, profile, recommendations, subscriptions, unsubscribe

urlpatterns = [
    path("following/", subscriptions.mine, name="following"),
    path("following/follow/", subscriptions.follow, name="follow"),
    path("following/mail/", subscriptions.mail, name="following-mail"),
    path("following/<int:pk>/unfollow/", subscriptions.unfollow, name="unfollow"),
    path("following/address/<str:token>/", subscriptions.confirm_address, name="confirm-address"),
    path("following/next-digest/", digest.preview, name="next-digest"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("welcome/", profile.welcome, name="welcome"),
    path("welcome/<int:step>/", profile.welcome, name="welcome-step"),
    path("account/interests/", profile.interests, name="interests"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("manage/mails/", digest.mails, name="manage_mails"),
    path("manage/mails/<int:pk>/", digest.mail, name="mail"),
    path("manage/mails/<int:pk>/html", digest.mail_as_html, name="mail-as-html"),
]
