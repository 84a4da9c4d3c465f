"""Where rows live. Every engine answers the same verbs: count, assign, keep."""

from survey.responses.coding import combinations, decode, encode, numbers
from survey.responses.memory import MemoryResponses, reordered, stacked

__all__ = ["MemoryResponses", "combinations", "decode", "encode", "numbers", "reordered", "stacked"]
