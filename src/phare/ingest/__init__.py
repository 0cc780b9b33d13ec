"""From a delivered file to RECORDS, CODEBOOK, TAGGED and FINDINGS."""

from phare.ingest.confine import Limits
from phare.ingest.deliver import ingest
from phare.ingest.delivery import Delivery

__all__ = ["Delivery", "Limits", "ingest"]
