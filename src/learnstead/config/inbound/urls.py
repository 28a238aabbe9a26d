"""Addresses for senders. Those of others are what the production system has, so that only the host changes."""

from django.urls import path

from learnstead.config.inbound import content_files, ocw, ovs_videos, studio, transcode_jobs

urlpatterns = [
    path("webhooks/studio/", studio.told),
    path("api/v1/webhooks/content_files/", content_files.changed),
    path("api/v1/webhooks/content_files/delete/", content_files.deleted),
    path("api/v1/webhooks/ovs_videos/", ovs_videos.told),
    path("api/v1/ocw_next_webhook/", ocw.told),
    path("api/transcode-jobs/", transcode_jobs.signed),
    path("api/transcode-jobs/<str:secret>/", transcode_jobs.raw),
]
