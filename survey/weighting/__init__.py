"""Weighting: the sampling design, and weights that meet population margins."""

from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.designs import declare_design
from survey.weighting.weighing import weight

__all__ = ["calibrate", "declare_design", "poststratify", "rake", "weight"]
