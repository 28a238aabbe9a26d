"""Forms generated from a starter: one control for each field, shown, read back and checked without losing a byte."""

from learnstead.studio.web.forms.content_form import ContentForm, Draft

__all__ = ["ContentForm", "Draft"]
