"""Arrays in, arrays out: the mathematics, with NumPy and SciPy and nothing of ours."""
