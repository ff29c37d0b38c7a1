"""`dissect(raw)`: the bytes of one message, taken apart into its length and what it carries."""

import pickletools
from dataclasses import dataclass

from helpers.shown import Shown

__all__ = ["Anatomy", "Part", "dissect"]

LENGTH = 4  # bytes that say how long the message is (CPython, Lib/multiprocessing/connection.py)
SHOWN = 120  # bytes of one message in a picture


@dataclass
class Part:
    """Some bytes that belong together: `name` is "length", "bytes", or a pickle's opcode."""

    name: str
    data: bytes
    value: object = None

    def label(self) -> str:
        """The name, and the value where the bytes hold one: "FRAME 13"."""
        return self.name if self.value is None else f"{self.name} {self.value!r}"


def dissect(raw) -> "Anatomy":
    """Take one whole message apart: four bytes of length, and then a pickle or plain bytes.

    raw:  the bytes of exactly one message, as they lie in the pipe

    Gives an `Anatomy`, which a notebook shows as a picture with words. Nothing is unpickled, so no
    code in the message runs. Raises ValueError where `raw` is not one whole message.

    Example: `dissect(os.read(reader.fileno(), 1000))`
    """
    length = int.from_bytes(raw[:LENGTH], "big", signed=True)
    body = bytes(raw[LENGTH:])
    if len(raw) < LENGTH or length != len(body):
        raise ValueError(
            f"These {len(raw):,} bytes are not one whole message: that is {LENGTH} bytes which say "
            "how many follow, and then as many."
        )
    return Anatomy([Part("length", bytes(raw[:LENGTH]), length), *_parts(body)])


def _parts(body):
    try:
        found = [*pickletools.genops(body)]
    except ValueError:  # no pickle
        found = []
    if not body.startswith(b"\x80") or not body.endswith(b".") or not found:
        return [Part("bytes", body)] if body else []
    begins = [at for _, _, at in found]
    return [
        Part(operation.name, body[begin:end], value)
        for (operation, value, begin), end in zip(found, [*begins[1:], len(body)], strict=True)
    ]


@dataclass(repr=False)
class Anatomy(Shown):
    """The parts of one message, the length first."""

    parts: list[Part]

    def words(self) -> str:
        """What the message is made of. The pickle's protocol differs between Python versions."""
        length, *rest = self.parts
        said = ", ".join(f"{byte:02x}" for byte in length.data)
        whole = LENGTH + length.value
        lines = [f"A message of {whole:,} bytes. The first {LENGTH} are {said}: {length.value:,}."]
        if not rest:
            return f"{lines[0]}\nNothing follows: the message is empty."
        if rest[0].name == "bytes":
            return f"{lines[0]}\nThe other {length.value:,} are what was sent, unchanged."
        names = ", ".join("PROTO" if part.name == "PROTO" else part.label() for part in rest)
        lines.append(f"The other {length.value:,} are a pickle: {names}.")
        lines.append(f"measured here: this Python writes pickles of protocol {rest[0].value}")
        return "\n".join(lines)

    def figure(self):
        """The bytes, a box each, as a `matplotlib.figure.Figure`."""
        from helpers.show.plots.anatomy import plot_anatomy

        return plot_anatomy(self, SHOWN)
