"""Where rows live. Every engine answers the same verbs: count, assign, keep."""

from survey.responses.memory import MemoryResponses, decode, encode

__all__ = ["MemoryResponses", "decode", "encode"]
