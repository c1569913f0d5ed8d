"""Byte counts in words."""


def size_text(count_bytes: int) -> str:
    """Give a size as people read it: `812 bytes`, `4.2 KB`, `1.3 MB` (powers of 1,000)."""
    if count_bytes < 1_000:
        return f"{count_bytes} byte{'' if count_bytes == 1 else 's'}"
    if count_bytes < 999_500:
        kilo = count_bytes / 1_000
        return f"{kilo:.1f} KB" if kilo < 10 else f"{kilo:.0f} KB"
    mega = count_bytes / 1_000_000
    return f"{mega:.1f} MB"
