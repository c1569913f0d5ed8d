"""The colours of a terminal, by what they tell."""

from sgdesk.present.words import PhaseGroup, Tone

GROUP_COLOURS: dict[PhaseGroup, str] = {
    PhaseGroup.LOOKUP: "36",
    PhaseGroup.CONNECT: "34",
    PhaseGroup.ENCRYPTION: "35",
    PhaseGroup.SIGN_IN: "33",
    PhaseGroup.HAND_OVER: "32",
    PhaseGroup.ANSWER: "31",
}
"""The sixteen basic colours: a terminal's own theme keeps them readable on its background."""
TONE_COLOURS: dict[Tone, str] = {
    Tone.GOOD: "32",
    Tone.WARN: "33",
    Tone.BAD: "31",
    Tone.NEUTRAL: "37",
}
