"""Rankings as the run files that TREC's evaluation tools read."""

from __future__ import annotations


def document_name(stem: str) -> str:
    """Return a file's name without its ending as one word, which the format asks for."""
    return "_".join(stem.split())


def run_line(query: str, document: str, rank: int, score: float, tag: str) -> str:
    """Return one line of a run."""
    return f"{'_'.join(query.split())} Q0 {document} {rank} {score:.6f} {'_'.join(tag.split())}\n"
