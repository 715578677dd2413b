"""Libraries of others over files, in the environment that ``outputs.lock`` pins: python outputs_worker.py CHECK FILE …."""

import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout


def pdf(path: str) -> Iterator[str]:
    """Hold a PDF to PDF/UA-1."""
    import page

    report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)
    yield from (f"{f.rule_id}: {f.message}" for f in report.failures)
    if not report.is_compliant and not report.failures:
        yield "is not compliant"


def tables(path: str) -> Iterator[str]:
    """Hold a data package, or a table by itself, to Frictionless' standards."""
    from frictionless import system, validate

    with system.use_context(trusted=True):
        report = validate(path)
    yield from (f"{task.name}: {error.message}" for task in report.tasks for error in task.errors)
    yield from (error.message for error in report.errors)


def office(path: str) -> Iterator[str]:
    """Hold a Word or PowerPoint file to the schemas and rules of Office."""
    from openxml_audit import OpenXmlValidator

    yield from (f"{error.severity.value}: {error.description}" for error in OpenXmlValidator().validate(path).errors)


def main(check: str, paths: list[str]) -> None:
    """Print [path, words] of all that a check says of the files, as JSON."""
    ask = {"pdf": pdf, "tables": tables, "office": office}[check]
    with redirect_stdout(sys.stderr):
        said = [[path, words] for path in paths for words in ask(path)]
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
