"""One attempt as lines for a terminal of 80 columns."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from sgdesk.cli.colours import GROUP_COLOURS, TONE_COLOURS
from sgdesk.cli.output import (
    DIM,
    Style,
    paragraph,
    printable,
)
from sgdesk.delivery import Accepted, Attempt, Deferred, Unknown, short_id
from sgdesk.errors import in_sentences
from sgdesk.present.answer import error_facts
from sgdesk.present.attempt_exit import exit_code_of
from sgdesk.present.bars import Bar, TextRun, bar_of, group_totals, text_runs, word_in
from sgdesk.present.certificate import reader_words
from sgdesk.present.exit_codes import exit_text
from sgdesk.present.log import (
    SIMULATED,
    log_row,
    partly_text,
    short_tags,
    simulated_text,
)
from sgdesk.present.pair import pair_words
from sgdesk.present.problem_words import page_text, reason_text
from sgdesk.present.refusals import stop_text
from sgdesk.present.since import NOTHING_SINCE, Since
from sgdesk.present.steps import stopped_at
from sgdesk.present.twice import again_text, to_do_text
from sgdesk.sizes import duration_text

_INDENT = "  "


def round_lines(attempts: Sequence[Attempt], style: Style) -> list[str]:
    """Show attempts that belong together: their bars share one axis, a pair gets its sentence."""
    axis_ns = max((attempt.trace.total_ns for attempt in attempts), default=0)
    lines: list[str] = []
    for attempt in attempts:
        lines += [*attempt_lines(attempt, style, axis_ns), _kept_as(attempt, style), ""]
    if len(attempts) == 2 and (sentence := pair_words(attempts[0], attempts[1])):
        lines += [*paragraph(f"{sentence}.", style.width), ""]
    return lines


def _kept_as(attempt: Attempt, style: Style) -> str:
    """Say by which id the history has it."""
    shown = short_id(attempt.id)
    return style.paint(f"{_INDENT}Result: {shown} (sgdesk history show {shown})", DIM)


def attempt_lines(
    attempt: Attempt,
    style: Style,
    axis_ns: int,
    decided: str | None = None,
    since: Since | None = None,
) -> list[str]:
    """Show one attempt: result, bar, groups, and what the server said.

    `decided` is the history's word for what the user said of an unknown, which stands
    before why it was one; `since` is what other sends of its mail came to, `None` where that was
    not looked for.
    """
    bar = bar_of(attempt.trace)
    lines = [result_line(attempt, style, decided)]
    if axis_ns > 0 and bar.segments:
        lines += [_INDENT + bar_text(bar, axis_ns, style), *_group_lines(bar, style)]
    return [*lines, *_answer_lines(attempt, style, decided, since)]


def result_line(attempt: Attempt, style: Style, decided: str | None = None) -> str:
    """Give the row: result, path, code, total and tags."""
    row = log_row(attempt, decided=decided)
    result = style.paint(f"{row.result.mark} {row.result.word:<15}", TONE_COLOURS[row.result.tone])
    tags = style.paint(", ".join(short_tags(row.tags)), DIM)
    return f"{result} {row.path:<10} {row.code:>4} {row.total:>10}  {tags}".rstrip()


def bar_text(bar: Bar, axis_ns: int, style: Style) -> str:
    """Draw the bar: coloured blocks on a terminal, the groups' initials in plain text."""
    runs = text_runs(bar, axis_ns, style.width - len(_INDENT) - 2)
    return "".join(_run_text(bar, run, style) for run in runs)


def _run_text(bar: Bar, run: TextRun, style: Style) -> str:
    if style.colour:
        return style.paint("█" * run.columns, GROUP_COLOURS[run.group])
    return word_in(bar, run.group)[0] * run.columns


def _group_lines(bar: Bar, style: Style) -> list[str]:
    """Name each group with its milliseconds; the words carry the bar's colours as its legend."""
    lines: list[str] = []
    used = 0
    steps = Counter(segment.group for segment in bar.segments)
    for group, spent_ns in group_totals(bar):
        word = word_in(bar, group)
        # Some groups are called like one of their steps.
        several = f" ({steps[group]} steps)" if steps[group] > 1 else ""
        figure = f"{duration_text(spent_ns)}{several}"
        length = len(word) + 1 + len(figure)
        painted = f"{style.paint(word, GROUP_COLOURS[group])} {figure}"
        if lines and used + 3 + length <= style.width:
            lines[-1] += f" · {painted}"
            used += 3 + length
        else:
            lines.append(_INDENT + painted)
            used = len(_INDENT) + length
    return lines


def _answer_lines(
    attempt: Attempt, style: Style, decided: str | None, looked: Since | None
) -> list[str]:
    width, since = style.width, looked or NOTHING_SINCE
    reader = reader_words(attempt.trace.tls)
    lines = paragraph(f"Warning: {reader}" if reader else "", width)
    if isinstance(attempt.outcome, Accepted):
        lines += paragraph(since.words, width)
        return lines + [style.paint(line, DIM) for line in _answer(attempt, width)[:1]]
    lines += paragraph(partly_text(attempt), width)
    for result in attempt.recipients:
        # A reply to the whole mail stands below, once.
        if result.accepted is False and result.reply not in ("", attempt.reply):
            lines += paragraph(f"{result.address}: {_words(result.code, result.reply)}", width)
    if simulated := simulated_text(attempt):
        lines += paragraph(f"{SIMULATED.capitalize()}: {simulated}", width)
    if where := stopped_at(attempt.trace):
        stopped = ", ".join(filter(None, (where, stop_text(attempt))))
        lines += paragraph(f"Stopped at: {stopped}", width)
    is_known = looked is not None or isinstance(attempt.outcome, Unknown)
    again = again_text(attempt, since, decided) if is_known else ""
    lines += _problem_lines(attempt, width, decided, since, again)
    if isinstance(attempt.outcome, Deferred) and attempt.outcome.retry_after_s is not None:
        lines.append(f"{_INDENT}Try again in {ceil(attempt.outcome.retry_after_s)} s.")
    lines += _answer(attempt, width)
    # What was decided afterwards is not what the command ended with.
    return lines + (paragraph(exit_text(exit_code_of(attempt)), width) if decided is None else [])


def _problem_lines(
    attempt: Attempt, width: int, decided: str | None, since: Since, again: str
) -> list[str]:
    """Say why, what comes of sending again, and what to do."""
    problem, result = attempt.problem, log_row(attempt, decided=decided).result
    reason = reason_text(problem, result.word, decided) if problem else ""
    if decided or problem is None:
        told = (result.meaning, since.words, again, reason)
    else:
        told = (in_sentences(problem.title, reason), since.words, again, "")
    lines = [line for each in told for line in paragraph(each, width)]
    to_do = to_do_text(attempt, since, None) if decided is None else ""
    lines += paragraph(f"What to do: {to_do}" if to_do else "", width)
    return lines + _fact("The page that says so", page_text(problem), width)


def _answer(attempt: Attempt, width: int) -> list[str]:
    """Give the server's own words, or the id it gave the mail."""
    words = _words(attempt.code, attempt.reply)
    if attempt.reply and words:
        lines = paragraph(f"Server: {words}", width)
        for name, value, _ in error_facts(attempt):
            lines += _fact(name, printable(value), width)
        return lines
    return paragraph(f"Id: {attempt.message_id}" if attempt.message_id else "", width)


def _fact(name: str, value: str, width: int) -> list[str]:
    """Name a value; an address of the web is never cut, so that it can be clicked and copied."""
    if value.startswith(("https://", "http://")) and not any(map(str.isspace, value)):
        lines = paragraph(f"{name}: {value}", width)
        return lines if len(lines) == 1 else [f"{_INDENT}{name}:", _INDENT + value]
    return paragraph(f"{name}: {value}" if value else "", width)


def _words(code: int | None, reply: str) -> str:
    text = printable(reply).strip()
    # Some servers' first line already begins with the code.
    return text if code is None or text.startswith(str(code)) else f"{code} {text}".strip()
