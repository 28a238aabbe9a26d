"""What studio keeps."""

from learnstead.studio.models.build import Build
from learnstead.studio.models.change import Change
from learnstead.studio.models.content import Content
from learnstead.studio.models.earlier_version import EarlierVersion
from learnstead.studio.models.media import MediaFile
from learnstead.studio.models.membership import Membership
from learnstead.studio.models.site import Site
from learnstead.studio.models.starter import Starter

__all__ = ["Build", "Change", "Content", "EarlierVersion", "MediaFile", "Membership", "Site", "Starter"]
