"""Find the files under `resources/`: in a checkout, in a wheel."""

from pathlib import Path


def resource_path(*parts: str) -> Path:
    """Give the path of a bundled file, e.g. `resource_path("icons", "send.svg")`.

    Raises `FileNotFoundError` when the build left it out.
    """
    package = Path(__file__).parent
    for root in (package / "_resources", package.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("resource " + "/".join(parts))
