"""Addresses about videos elsewhere, and of learning platforms."""

from django.urls import path

from learnstead.video.web.lti import choice, launching, watching
from learnstead.video.web.outlets import open_edx, ordered_captions, youtube_again

urlpatterns = [
    path("collections/<str:key>/open-edx/", open_edx.open_edx, name="open-edx"),
    path("api/v0/sync_collection_videos_with_edx/", open_edx.sync, name="sync-open-edx"),
    path("videos/<str:key>/order-captions/", ordered_captions.order, name="order-captions"),
    path("videos/<str:key>/youtube/send-again/", youtube_again.send_again, name="youtube-again"),
    path("api/transcription-jobs/<str:token>/", ordered_captions.told, name="captions-told"),
    path("lti/login/", launching.login, name="lti-login"),
    path("lti/launch/", launching.launch, name="lti-launch"),
    path("lti/keys/", launching.key_set, name="lti-keys"),
    path("lti/choose/", choice.choose, name="lti-choose"),
    path("lti/playback/", watching.playback, name="lti-playback"),
]
