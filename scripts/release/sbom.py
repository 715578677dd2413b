"""A bill of materials (CycloneDX 1.6): the packages that made the site, and the works of others that the zip carries."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from scripts.base.third_party import Shipped, ThirdParty, load_third_party, pinned, pinned_hashes

_NAMESPACE = uuid.UUID("6f0d3c1e-52a8-5b0e-9a53-0d2a6d7f2015")
_SCOPES = {"build": "required", "under": "required", "check": "excluded", "test": "excluded"}


def sbom(root: Path, about: Mapping[str, str], digests: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the bill of materials of one copy; the same lock, edition and files give the same bill.

    Args:
        root: the clone; its requirements.lock names the packages.
        about: the edition, as :func:`scripts.base.edition.edition` gives it.
        digests: SHA-256 of each file that the zip holds, by path.

    """
    lock = (root / "requirements.lock").read_bytes()
    versions = pinned(lock.decode("utf-8"))
    hashes = pinned_hashes(lock.decode("utf-8"))
    listed = load_third_party()
    serial = uuid.uuid5(_NAMESPACE, f"{about['number']} {about['commit']} {hashlib.sha256(lock).hexdigest()}")
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "timestamp": f"{about['date']}T00:00:00Z",
            "tools": {"components": [{"type": "application", "name": "scripts/release/sbom.py"}]},
            "supplier": {"name": "The In harm's way project"},
            "component": {
                "type": "data",
                "bom-ref": "in-harms-way",
                "name": "in-harms-way",
                "version": about["number"],
                "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
            },
            "properties": [
                {"name": "in-harms-way:commit", "value": about["commit"]},
                {"name": "in-harms-way:requirements.lock:sha256", "value": hashlib.sha256(lock).hexdigest()},
            ],
        },
        "components": [
            *(
                _package(n, versions[n], licence, role, hashes[n])
                for n, role, licence in listed.each()
                if n in versions
            ),
            *(_tool(t.name, t.licence, t.about, versions.get(t.package, "")) for t in listed.tools),
            *(_shipped(s, versions, digests) for s in listed.shipped),
        ],
        "dependencies": [{"ref": "in-harms-way", "dependsOn": sorted(_refs(listed, versions))}],
    }


def _refs(listed: ThirdParty, versions: Mapping[str, str]) -> set[str]:
    used = {
        f"pkg:pypi/{n}@{versions[n]}" for n, role, _ in listed.each() if role in {"build", "under"} and n in versions
    }
    return used | {_slug(s.name) for s in listed.shipped} | {_slug(t.name) for t in listed.tools}


def _package(name: str, version: str, licence: str, role: str, hashes: Sequence[str]) -> dict[str, Any]:
    address = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": _SCOPES[role],
        "licenses": [{"expression": licence}],
        "purl": address,
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{name}/{version}/",
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
            }
        ],
        "properties": [{"name": "in-harms-way:role", "value": role}],
    }


def _tool(name: str, licence: str, about: str, version: str) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": _slug(name),
        "name": name,
        "description": f"{about} From pypandoc-binary {version}.",
        "licenses": [{"expression": licence}],
    }


def _shipped(work: Shipped, versions: Mapping[str, str], digests: Mapping[str, str]) -> dict[str, Any]:
    carried = sorted(n for n in digests if any(fnmatchcase(n, pattern) for pattern in work.files))
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": _slug(work.name),
        "name": work.name,
        **_came(work, work.version_in(versions)),
        "licenses": [{"expression": work.licence}],
    }
    if carried:
        component["components"] = [
            {
                "type": "file",
                "bom-ref": f"file:{name}",
                "name": name,
                "hashes": [{"alg": "SHA-256", "content": digests[name]}],
            }
            for name in carried
        ]
    return component


def _came(work: Shipped, version: str) -> dict[str, str]:
    """Return the version of a work that is its package; of one inside a package, only where it came from."""
    if work.files:
        purl = {"purl": f"pkg:npm/{work.package}@{version}"} if work.version else {}
        return {"version": version, "description": work.about, **purl}
    return {"description": f"{work.about} From {work.package} {version}."}


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
