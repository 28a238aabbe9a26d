"""Which event starts which flow."""

from typing import Any

from learnstead.flows import author_saves, ingest_source, publish_site
from learnstead.flows.running import Flow

FLOWS: dict[str, Flow[Any]] = {flow.name: flow for flow in (author_saves.FLOW, publish_site.FLOW, ingest_source.FLOW)}
EVENTS: dict[str, str] = {flow.starts_with: flow.name for flow in FLOWS.values()}
