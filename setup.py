"""Distribution `yoron` (世論, public opinion); the import and the command are `survey`."""

from pathlib import Path

from setuptools import find_packages, setup

version = next(
    line.split('"')[1]
    for line in Path(__file__)
    .with_name("survey")
    .joinpath("version.py")
    .read_text(encoding="utf-8")
    .splitlines()
    if line.startswith("__version__")
)

setup(
    name="yoron",
    version=version,
    description="Public-opinion survey analysis: from the field's workbook to a report that can be published",
    long_description=Path(__file__).with_name("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="MIT",
    python_requires=">=3.11",
    packages=find_packages(include=["survey", "survey.*"]),
    package_data={"survey": ["py.typed"], "survey.demo": ["survey.toml"]},
    install_requires=[
        "click>=8.1",
        "numpy>=2.0",
        "openpyxl>=3.1.5",
        "pandas>=2.2",
        "pingouin>=0.5.5",
        "pydantic>=2.9",
        "python-calamine>=0.4",
        "scipy>=1.14",
        "seaborn>=0.13.2",
        "threadpoolctl>=3.5",
        "xlrd>=2.0.2",
    ],
    extras_require={
        "ja": ["matplotlib-fontja>=1.1"],
        "large": ["polars>=2.1"],
        "spss": ["pyreadstat>=1.3.3"],
        "dev": [
            "hypothesis>=6.100",
            "import-linter>=2.1",
            "mypy>=1.15",
            "pandas-stubs>=2.2",
            "polars>=2.1",
            "pyreadstat>=1.3.3",
            "pytest>=8.3",
            "pytest-xdist>=3.6",
            "ruff>=0.9",
            "scipy-stubs>=1.15",
            "types-openpyxl>=3.1.5",
            "types-seaborn>=0.13.2",
        ],
    },
    entry_points={"console_scripts": ["survey=survey.cli:main"]},
)
