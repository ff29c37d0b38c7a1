"""What a picture writes at a message."""

__all__ = ["label_of", "label_of_call"]

LABEL = 24  # characters of a label; what is longer is cut


def label_of(thing) -> str:
    """A few characters that tell one message from another; never runs slow or foreign code."""
    kind = type(thing)
    if kind in (bytes, bytearray, str) and len(thing) > LABEL:
        return f"{kind.__name__} of {len(thing):,}"
    if kind in (int, float, bool, str, bytes, type(None)):
        text = repr(thing)
    elif kind is tuple and len(thing) <= 3:
        text = f"({', '.join(map(label_of, thing))})"
    else:
        text = kind.__name__
    return _cut(text)


def label_of_call(name, arguments) -> str:
    """`label_of` for a call: `label_of_call("append", [3])` is "append(3)"."""
    return _cut(f"{name}({', '.join(map(label_of, arguments))})")


def _cut(text):
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"
