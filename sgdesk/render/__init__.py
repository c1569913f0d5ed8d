"""The two forms of a message on the wire: v3 JSON, and MIME with X-SMTPAPI."""

from sgdesk.render.loss import Loss
from sgdesk.render.mime import RenderedMime, render_mime
from sgdesk.render.parity import losses
from sgdesk.render.v3 import RenderedV3, render_v3

__all__ = ["Loss", "RenderedMime", "RenderedV3", "losses", "render_mime", "render_v3"]
