"""Weighting: the sampling design, and weights that meet population margins."""

from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.designs import declare_design
from survey.weighting.replication import declare_replicates, replicate
from survey.weighting.trimming import trim
from survey.weighting.weighing import weight

__all__ = [
    "calibrate",
    "declare_design",
    "declare_replicates",
    "poststratify",
    "rake",
    "replicate",
    "trim",
    "weight",
]
