"""What the program is made of: read from the packages it runs with, never from a list by hand."""

import platform
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata

from sgdesk import __version__
from sgdesk.resources import resource_path

NAME = "sgdesk"
_BUNDLED = {"fonts": "Inter (typeface)", "icons": "Lucide (icons)"}
"""Folders of `resources/` with a licence of their own."""
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_LICENCE_NAME = re.compile(r"[A-Z]{2,}[A-Za-z ]* License")
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)(.*)")
_LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of the program."""

    name: str
    version: str
    licence: str
    """Its name, as the part's own description gives it."""


def components() -> tuple[Component, ...]:
    """Give this program, every package it needs and has, then what is bundled. Reads files."""
    # A build without descriptions of its own still knows what it is.
    try:
        own = _component(metadata.metadata(NAME))
    except metadata.PackageNotFoundError:
        own = Component(name=NAME, version=__version__, licence="MIT")
    packages = sorted(_needed(NAME), key=str.lower)
    bundled = (
        Component(name=title, version="", licence=_name_of_licence(folder))
        for folder, title in _BUNDLED.items()
    )
    python = Component(name="Python", version=platform.python_version(), licence="PSF-2.0")
    return (own, python, *(_component(metadata.metadata(name)) for name in packages), *bundled)


def licence_text(name: str) -> str:
    """Give the words of a part's licence as they came with it. Reads files."""
    for folder, title in _BUNDLED.items():
        if title == name:
            return resource_path(folder, "LICENSE").read_text(encoding="utf-8")
    if name == "Python":
        return sys.copyright
    files = [file for file in metadata.files(name) or () if _LICENCE_FILE.search(str(file))]
    texts = [file.read_text(encoding="utf-8") for file in files if ".dist-info" in str(file)]
    if texts:
        return "\n\n".join(texts)
    part = _component(metadata.metadata(name))
    return f"{name} comes without the text of its licence. It names: {part.licence}."


def versions_text(parts: Iterable[Component]) -> str:
    """Give what to put under a report of a fault: no folder, no name of a person or machine."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    lines = [f"{part.name} {part.version}" for part in parts if part.version]
    return "\n".join([*lines, system])


def _needed(name: str) -> set[str]:
    """Give the names of what is installed and needed by a package, however deep."""
    found: set[str] = set()
    to_do = [name]
    while to_do:
        for required in _requires(to_do.pop()):
            words, _, marker = required.partition(";")
            match = _REQUIREMENT.match(words)
            wanted_for_work = "extra" in marker and "preview" not in marker
            if match is None or wanted_for_work or match[1].lower() in map(str.lower, found):
                continue
            try:
                real = metadata.metadata(match[1])["Name"]
            except metadata.PackageNotFoundError:
                continue
            if real not in found:
                found.add(real)
                to_do.append(real)
    return found


def _requires(name: str) -> Sequence[str]:
    try:
        return metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        return ()


def _component(about: "metadata.PackageMetadata") -> Component:
    return Component(name=about["Name"], version=about["Version"], licence=_licence(about))


def _licence(about: "metadata.PackageMetadata") -> str:
    """Give the name of a licence from where packages put it, newest form first (PEP 639)."""
    said = next((about[name] for name in ("License-Expression", "License") if name in about), "")
    line = said.strip().partition("\n")[0]
    if line and line.upper() != "UNKNOWN" and len(line) <= _LONGEST:
        return line
    kinds = [c for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    names = [kind.rpartition(" :: ")[2] for kind in kinds]
    return ", ".join(name for name in names if name != "OSI Approved") or "see its licence"


def _name_of_licence(folder: str) -> str:
    text = resource_path(folder, "LICENSE").read_text(encoding="utf-8")
    named = _LICENCE_NAME.search(text)
    return named[0] if named is not None else "see its licence"
