"""What is mutated, and which tests are to notice it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Group:
    """Modules that do one work together, and the tests that hold them to it; all paths from the checkout."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


def _under(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.py" for name in names)


GROUPS: Final = {
    "ledger": Group(
        _under("store", "ledger", "lines", "codec", "fact_codec", "strict_reading", "records", "rewriting"),
        (
            *_under("tests/unit", "test_ledger", "test_ledger_lines", "test_ledger_format", "test_codec", "test_rewriting"),
            "tests/contract/test_keeping.py",
        ),
    ),
    "index": Group(
        (
            *_under("store", "index", "lexical", "bm25", "postings", "words", "fusion", "candidates", "features"),
            *_under("store", "vectors", "vector_segment", "vector_journal", "vector_snapshot", "idset"),
        ),
        (
            *_under("tests/unit", "test_index", "test_lexical", "test_bm25", "test_postings", "test_fusion"),
            *_under("tests/unit", "test_candidates", "test_features"),
            *_under("tests/unit", "test_vectors", "test_vector_segment", "test_vector_files"),
            "tests/contract/test_recalling.py",
        ),
    ),
    "justifications": Group(
        (
            *_under("store", "projection", "tables", "reversal", "next_record"),
            *_under("tools/rules", "engine", "cascading", "revival", "grounds"),
        ),
        (
            *_under("tests/unit", "test_projection", "test_tables", "test_cascading", "test_rules_engine"),
            "tests/unit/test_grounds.py",
            *_under("tests/contract", "test_writing", "test_undoing"),
        ),
    ),
}  # fmt: skip
