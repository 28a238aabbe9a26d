"""Addresses of collections and videos."""

from django.urls import path, register_converter
from django.views.generic import RedirectView

from learnstead.video.web.pages import (
    collection,
    feeds,
    listing,
    managing,
    oembed,
    rest,
    rest_collections,
    sharing,
    thumbnails,
    watching,
)
from learnstead.video.web.pages.addresses import HexKey
from learnstead.video.web.pages.public import public_videos

register_converter(HexKey, "hexkey")
COLLECTION, VIDEO = "collections/<hexkey:key>/", "videos/<hexkey:key>/"

urlpatterns = [
    path("collections/", listing.collection_list, name="collections"),
    path("collections/new/", listing.collection_new, name="collection-new"),
    path("collections/<hexkey:key>", RedirectView.as_view(pattern_name="video:collection")),
    path(COLLECTION, collection.collection_page, name="collection"),
    path(f"{COLLECTION}edit/", listing.collection_edit, name="collection-edit"),
    path(f"{COLLECTION}bulk/", collection.bulk, name="bulk"),
    path(f"{COLLECTION}deleted/", collection.deleted, name="deleted"),
    path(f"{COLLECTION}restore/", collection.restore, name="restore"),
    path(f"{COLLECTION}feed.xml", feeds.feed, name="feed"),
    path("videos/<hexkey:key>", RedirectView.as_view(pattern_name="video:video")),
    path(VIDEO, watching.video_page, name="video"),
    path(f"{VIDEO}embed/", watching.embed, name="embed"),
    path(f"{VIDEO}download", watching.download, name="download"),
    path(f"{VIDEO}edit/", managing.edit, name="edit"),
    path(f"{VIDEO}original/<int:number>/", managing.original, name="original"),
    path(f"{VIDEO}thumbnail/", thumbnails.bring, name="thumbnail"),
    path(f"{VIDEO}delete/", managing.delete, name="delete"),
    path(f"{VIDEO}keep/", managing.keep, name="keep"),
    path(f"{VIDEO}retranscode/", managing.retranscode, name="retranscode"),
    path(f"{VIDEO}share/", sharing.share, name="share"),
    path(f"{VIDEO}share/take-back/", sharing.take_back, name="take-back"),
    path("oembed/", oembed.oembed, name="oembed"),
    path("api/v0/collections/", rest_collections.collection_list),
    path("api/v0/collections/<hexkey:key>/", rest_collections.collection_detail),
    path("api/v0/videos/", rest.video_list),
    path("api/v0/videos/<hexkey:key>/", rest.video_detail),
    path("api/v0/videos/<hexkey:key>/thumbnail/", thumbnails.by_script),
    path("api/v0/public/videos/", public_videos, name="public-videos"),
]
