"""The porch: commands that parse, call the function of the same name, and print.

Nothing of science is imported before a command runs, so that `survey --help`
answers at once.
"""

from survey.cli.commands import cli
from survey.cli.running import main

__all__ = ["cli", "main"]
