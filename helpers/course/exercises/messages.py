"""What travels through the pipes of an answer: words, a few or more of them than a pipe holds."""

__all__ = ["LARGE", "WORDS", "brief"]

WORDS = ["tea", "milk", "bread", "jam", "salt", "eggs"]
LARGE = 60_000  # times a word, with a space each: more than any pipe holds


def brief(thing) -> str:
    """A message in a few characters: "tea", "tea 60,000 times"."""
    if isinstance(thing, str) and len(thing) > 40:
        words = thing.split()
        return f"{words[0][:12]} {len(words):,} times"
    return thing if isinstance(thing, str) else repr(thing)[:40]
