"""Addresses of video."""

from learnstead.video.web.analytics import urls as analytics
from learnstead.video.web.captions import urls as captions
from learnstead.video.web.delivery import urls as delivery
from learnstead.video.web.intake import urls as intake
from learnstead.video.web.outlets import urls as outlets
from learnstead.video.web.pages import urls as pages
from learnstead.video.web.player import urls as player

app_name = "video"
urlpatterns = [
    *intake.urlpatterns,
    *pages.urlpatterns,
    *captions.urlpatterns,
    *analytics.urlpatterns,
    *player.urlpatterns,
    *delivery.urlpatterns,
    *outlets.urlpatterns,
]
