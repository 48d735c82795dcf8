"""NLP-assisted reviewer of replies to customer complaints: tone, admissions, deadlines, evidence."""

from reviewer.case import Case
from reviewer.findings import Review
from reviewer.review import review, review_many

__all__ = ["Case", "Review", "review", "review_many"]
