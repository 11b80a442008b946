"""The whole suite."""

from __future__ import annotations

from conformance_cases.accepted_plans import accepted_plans
from conformance_cases.case import Case
from conformance_cases.configs import accepted_configs, refused_configs
from conformance_cases.manifests import accepted_manifests, refused_manifests
from conformance_cases.refused_plans import refused_plans
from conformance_cases.routing_plans import accepted_routing_plans, refused_routing_plans
from conformance_cases.unparsable_plans import unparsable_plans
from conformance_cases.views import accepted_views, refused_views


def cases() -> list[Case]:
    """Return the whole suite, in the order of the index."""
    return [
        *accepted_plans(),
        *accepted_routing_plans(),
        *accepted_configs(),
        *accepted_manifests(),
        *accepted_views(),
        *refused_plans(),
        *unparsable_plans(),
        *refused_routing_plans(),
        *refused_configs(),
        *refused_manifests(),
        *refused_views(),
    ]
