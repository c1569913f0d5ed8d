"""How a size is written, wherever it stands."""

MEGABYTE = 2**20
"""As SendGrid counts its limits."""


def size_text(size_bytes: int) -> str:
    """Give a size as `512 bytes`, `1.5 kB`, `14 kB` or `1.4 MB`."""
    if size_bytes < 1000:
        return f"{size_bytes} byte" + ("" if size_bytes == 1 else "s")
    if size_bytes < 9_950:
        return f"{_short(size_bytes / 1e3)} kB"
    if size_bytes < 999_500:
        return f"{size_bytes / 1e3:.0f} kB"
    return f"{_short(size_bytes / MEGABYTE)} MB"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
