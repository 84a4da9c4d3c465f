"""Where rows live. Every engine answers the same verbs: count, assign, keep."""

from survey.responses.memory import MemoryResponses, combinations, decode, encode, numbers, reordered, stacked

__all__ = ["MemoryResponses", "combinations", "decode", "encode", "numbers", "reordered", "stacked"]
