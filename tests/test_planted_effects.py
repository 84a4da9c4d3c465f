"""What the demo planted is found again: `benchmarks/planted.py` with few seeds and few samples."""

from __future__ import annotations

from benchmarks.planted import demo_effects, law_effects

SEEDS = 2
SAMPLES = 200


def test_planted_effects_lie_inside_the_intervals() -> None:
    effects = demo_effects(SEEDS)
    assert len(effects) == 8
    misses = {name: effect.misses for name, effect in effects.items() if effect.misses}
    assert sum(misses.values()) <= SEEDS * len(effects) / 20, misses


def test_intervals_miss_a_known_law_about_one_time_in_twenty() -> None:
    """Within the reach of chance: 3 to 20 of 200 at 5%, 0.999 of such studies."""
    for effects in law_effects(SAMPLES):
        for name, effect in effects.items():
            assert 2 <= effect.misses <= 21, name
            assert abs(effect.mean / effect.planted - 1) < 0.1, name
