"""How results look and are worded. Nothing is computed here."""

from phare.publish.context import PublishContext
from phare.publish.item import publish_item

__all__ = ["PublishContext", "publish_item"]
