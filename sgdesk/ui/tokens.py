"""The colours of both schemes, by what they are for.

One set feeds the palette, the style sheet and the painters, so that the three
cannot drift apart. Every pair of text on ground listed in `TEXT_PAIRS` keeps a
contrast of 4.5:1 (WCAG 2.2, 1.4.3); a test holds it there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One scheme; each value is `#rrggbb`."""

    window: str
    """Behind the cards."""
    card: str
    sunken: str
    """Gutters, read-only grounds, segmented troughs."""
    hover: str
    line: str
    line_strong: str
    """Edges of what can be typed in or pressed."""
    text: str
    muted: str
    """Labels and hints; still readable as text."""
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    """Selected rows and the current item of the rail."""
    accent_text: str
    """Accent as text, on card or soft ground."""
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    note: str
    note_soft: str
    """For what is neither good nor bad: checked only, cancelled."""
    phase_lookup: str
    phase_connect: str
    phase_encryption: str
    phase_signin: str
    phase_handover: str
    phase_answer: str
    syntax_tag: str
    syntax_name: str
    syntax_value: str
    syntax_field: str


LIGHT = Tokens(
    window="#f3f4f7",
    card="#ffffff",
    sunken="#f6f7f9",
    hover="#eef0f4",
    line="#e3e6eb",
    line_strong="#cdd2da",
    text="#14181f",
    muted="#586070",
    accent="#4f46e5",
    accent_hover="#4338ca",
    on_accent="#ffffff",
    accent_soft="#e9e8fc",
    accent_text="#4338ca",
    good="#137347",
    good_soft="#e2f4ea",
    warn="#8a5300",
    warn_soft="#fdf1d3",
    bad="#b3261e",
    bad_soft="#fde7e5",
    note="#475569",
    note_soft="#e9edf3",
    phase_lookup="#8f86d8",
    phase_connect="#409fdc",
    phase_encryption="#22a88f",
    phase_signin="#d9a21b",
    phase_handover="#e2754a",
    phase_answer="#b069b4",
    syntax_tag="#1f5fae",
    syntax_name="#8a4a05",
    syntax_value="#17693f",
    syntax_field="#8b1a94",
)

DARK = Tokens(
    window="#14161b",
    card="#1d2027",
    sunken="#181b21",
    hover="#282c35",
    line="#2d323c",
    line_strong="#434957",
    text="#e8eaef",
    muted="#a0a8b6",
    accent="#8b84ff",
    accent_hover="#a09aff",
    on_accent="#12131a",
    accent_soft="#2c2c52",
    accent_text="#b4afff",
    good="#5fd39a",
    good_soft="#153327",
    warn="#f0bd55",
    warn_soft="#3a2c10",
    bad="#ff8d84",
    bad_soft="#411d1c",
    note="#b3bdcc",
    note_soft="#2a2f3a",
    phase_lookup="#8f86d8",
    phase_connect="#409fdc",
    phase_encryption="#22a88f",
    phase_signin="#d9a21b",
    phase_handover="#e2754a",
    phase_answer="#b069b4",
    syntax_tag="#7db6f5",
    syntax_name="#e0a56b",
    syntax_value="#7fcf9f",
    syntax_field="#f08bf0",
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "window"),
    ("text", "card"),
    ("text", "sunken"),
    ("text", "hover"),
    ("text", "accent_soft"),
    ("text", "good_soft"),
    ("text", "warn_soft"),
    ("text", "bad_soft"),
    ("text", "note_soft"),
    ("muted", "window"),
    ("muted", "card"),
    ("muted", "sunken"),
    ("muted", "hover"),
    ("muted", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("accent_text", "card"),
    ("accent_text", "window"),
    ("accent_text", "accent_soft"),
    ("good", "good_soft"),
    ("good", "card"),
    ("warn", "warn_soft"),
    ("warn", "card"),
    ("bad", "bad_soft"),
    ("bad", "card"),
    ("note", "note_soft"),
    ("note", "card"),
    ("syntax_tag", "card"),
    ("syntax_name", "card"),
    ("syntax_value", "card"),
    ("syntax_field", "card"),
)
"""Text token, ground token."""


def contrast(a: str, b: str) -> float:
    """Give the contrast ratio of two colours, 1.0 to 21.0 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
