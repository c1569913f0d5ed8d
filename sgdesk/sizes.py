"""How a size and a duration are written, wherever they stand."""

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


def duration_text(duration_ns: int) -> str:
    """Give a duration in the unit a person would choose: `0.4 ms`, `346 ms`, `1.2 s`, `2 min 5 s`.

    Rounded to what the eye compares; the exact figures are in the JSON.
    """
    ms = duration_ns / 1e6
    if 0 <= ms < 0.05:
        # Only what took no time at all reads as none; `0.0 ms` would seem less than `< 0.1 ms`.
        return "< 0.1 ms" if ms else "0 ms"
    if ms < 9.95:
        return f"{ms:.1f} ms"
    if ms < 999.5:
        return f"{ms:.0f} ms"
    seconds = ms / 1000
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
