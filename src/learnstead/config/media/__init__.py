"""The bytes of videos, served before Django has anything to do with a request."""
