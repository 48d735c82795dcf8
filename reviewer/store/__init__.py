"""What is kept: each reviewed case with its review, in one SQLite file on this computer; listed, exported, erased.

Nothing is kept unless a store is named. The file holds the letters themselves, so it belongs where letters may be.
"""

from reviewer.store.people import names_person
from reviewer.store.records import INVESTIGATION, Label, Record, as_json
from reviewer.store.store import Store

__all__ = ["INVESTIGATION", "Label", "Record", "Store", "as_json", "names_person"]
