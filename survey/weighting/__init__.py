"""Weighting: the sampling design, and weights that meet population margins."""

from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.comparing import weighted_alternatives
from survey.weighting.declaring import declare_calibration
from survey.weighting.designs import declare_design
from survey.weighting.nonresponse import adjust_nonresponse
from survey.weighting.problem import diagnose
from survey.weighting.replication import declare_replicates, replicate
from survey.weighting.results import spread_of
from survey.weighting.trimming import trim
from survey.weighting.weighing import weight

__all__ = [
    "adjust_nonresponse",
    "calibrate",
    "declare_calibration",
    "declare_design",
    "declare_replicates",
    "diagnose",
    "poststratify",
    "rake",
    "replicate",
    "spread_of",
    "trim",
    "weight",
    "weighted_alternatives",
]
