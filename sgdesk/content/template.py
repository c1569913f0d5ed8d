"""The mail around what is written: one card, at most 600 pixels wide.

Tables carry the layout and every rule ends up in a `style` attribute, because
mail programs drop style sheets or read them in part. What stands in `@media` is
for those that do read them: phones, and programs with a dark look.
"""

WIDTH_PX = 600
PADDING_PX = 32
TEXT_PX = WIDTH_PX - 2 * PADDING_PX
"""How wide an image may be."""

ACCENT = "#2b59c3"

_FONTS = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
)

_STYLE = f"""\
body {{ margin: 0; padding: 0; background-color: #f3f4f6; }}
.outer {{ background-color: #f3f4f6; }}
.outer-cell {{ padding: 24px 12px; }}
.card {{ width: 100%; max-width: {WIDTH_PX}px; background-color: #ffffff; border-radius: 8px; }}
.card-cell {{ padding: {PADDING_PX}px; color: #1c2430; text-align: left;
  font-family: {_FONTS}; font-size: 16px; line-height: 1.55; word-break: break-word; }}
h1 {{ margin: 0 0 16px; font-size: 26px; line-height: 1.25; font-weight: 700; color: #10161f; }}
h2 {{ margin: 28px 0 12px; font-size: 20px; line-height: 1.3; font-weight: 700; color: #10161f; }}
h3, h4, h5, h6 {{ margin: 24px 0 8px; font-size: 16px; line-height: 1.4; font-weight: 700;
  color: #10161f; }}
p {{ margin: 0 0 16px; }}
ul, ol {{ margin: 0 0 16px; padding: 0 0 0 24px; }}
li {{ margin: 0 0 6px; }}
li ul, li ol {{ margin: 6px 0 0; }}
a {{ color: {ACCENT}; text-decoration: underline; }}
s {{ text-decoration: line-through; }}
img {{ max-width: 100%; height: auto; border: 0; }}
blockquote {{ margin: 0 0 16px; padding: 0 0 0 16px; border-left: 3px solid #d5dae2;
  color: #4a5565; }}
code, pre {{ font-family: Menlo, Consolas, 'Courier New', monospace; font-size: 14px; }}
pre {{ margin: 0 0 16px; padding: 12px; background-color: #f3f4f6; border-radius: 6px;
  white-space: pre-wrap; }}
[dir=rtl] {{ text-align: right; }}
[dir=ltr] {{ text-align: left; }}
ul[dir=rtl], ol[dir=rtl] {{ padding: 0 24px 0 0; }}
blockquote[dir=rtl] {{ padding: 0 16px 0 0; border-left: 0; border-right: 3px solid #d5dae2; }}
hr {{ margin: 24px 0; border: 0; border-top: 1px solid #d5dae2; }}
.grid {{ margin: 0 0 16px; border-collapse: collapse; }}
.grid th, .grid td {{ padding: 8px 12px; border: 1px solid #d5dae2; word-break: normal; }}
.button {{ margin: 8px 0 24px; }}
.button-cell {{ border-radius: 6px; background-color: {ACCENT}; }}
.button-link {{ display: inline-block; padding: 12px 24px; border-radius: 6px;
  background-color: {ACCENT}; color: #ffffff; font-weight: 600; text-decoration: none; }}
"""

_SCREENS = """\
@media (max-width: 480px) {
  .outer-cell { padding: 0 !important; }
  .card { border-radius: 0 !important; }
  .card-cell { padding: 24px 20px !important; }
}
@media (prefers-color-scheme: dark) {
  body, .outer { background-color: #14161b !important; }
  .card { background-color: #1f232b !important; }
  .card-cell { color: #e6e9ef !important; }
  h1, h2, h3, h4, h5, h6 { color: #ffffff !important; }
  a { color: #9db8ff !important; }
  a.button-link { color: #ffffff !important; }
  blockquote { color: #aab3c2 !important; }
  pre { background-color: #14161b !important; }
}
"""

_HERE = "<!--screens-->"


def image_width(title: str) -> int:
    """Give the width that an image's title asks for, as far as there is room; 0 for none."""
    if not (title.isascii() and title.isdigit() and len(title) < 6):
        return 0
    return min(int(title), TEXT_PX)


def page(body: str) -> str:
    """Put the written part into the card; the rules are still to go to their places.

    The comments speak to Outlook on Windows, which knows no `max-width`.
    """
    return f"""\
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>
{_STYLE}</style>
{_HERE}
</head>
<body>
<table role="presentation" class="outer" width="100%" border="0" cellpadding="0" cellspacing="0">
<tr>
<td class="outer-cell" align="center">
<!--[if mso]><table role="presentation" width="{WIDTH_PX}" border="0" cellpadding="0" \
cellspacing="0"><tr><td><![endif]-->
<table role="presentation" class="card" border="0" cellpadding="0" cellspacing="0">
<tr>
<td class="card-cell">

{body}
</td>
</tr>
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td>
</tr>
</table>
</body>
</html>
"""


def with_screens(html: str) -> str:
    """Add what stands in `@media`, once the other rules are in their places."""
    return html.replace(_HERE, f"<style>\n{_SCREENS}</style>", 1)


def button(href: str, words: str) -> str:
    """Give a button that is one in every mail program; both arguments are HTML already.

    Outlook takes its room from the cell, all others from the link, so that the
    whole of it can be pressed.
    """
    return (
        '<table role="presentation" class="button" border="0" cellpadding="0" cellspacing="0">\n'
        f'<tr><td class="button-cell" bgcolor="{ACCENT}" style="mso-padding-alt: 12px 24px;">'
        f'<a class="button-link" href="{href}">{words}</a></td></tr>\n'
        "</table>\n"
    )
