"""A synthetic study to try the program on: three waves, messy on purpose, and the plan.

No respondent is real. The same seed gives the same bytes.
"""

from survey.demo.study import demo
from survey.demo.waves import Fault, Truth, planted, truth

__all__ = ["Fault", "Truth", "demo", "planted", "truth"]
