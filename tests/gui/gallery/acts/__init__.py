"""Every act, in the order of the rail. An act begins with a fresh window."""

from tests.gui.gallery.acts import (
    accounts,
    diagnose,
    errors,
    explain,
    frame,
    kin,
    menus,
    parts,
    practice,
    preview,
    reports,
    results,
    start,
    waiting,
    write,
)
from tests.gui.gallery.scene import Act

ACTS: tuple[Act, ...] = (
    *start.ACTS,
    *write.ACTS,
    *parts.ACTS,
    *errors.ACTS,
    *kin.ACTS,
    *preview.ACTS,
    *results.ACTS,
    *diagnose.ACTS,
    *explain.ACTS,
    *reports.ACTS,
    *practice.ACTS,
    *accounts.ACTS,
    *waiting.ACTS,
    *frame.ACTS,
    *menus.ACTS,
)
