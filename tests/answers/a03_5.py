"""Answers to exercise 03.5."""

_FRAMES = """\
class Frames:
    def __init__(self, read, write):
        self.read, self.write = read, write

"""
_WRITE_ALL = """\
    def send(self, data):
        data = len(data).to_bytes(4, "big") + data
        while data:
            data = data[self.write(data):]

"""
_READ_ALL = """\
    def take(self, size):
        got = b""
        while len(got) < size:
            more = self.read(size - len(got))
            if not more:
                raise EOFError
            got += more
        return got

    def recv(self):
        return self.take(int.from_bytes(self.take(4), "big"))
"""

WRONG = [
    (
        "a short write is taken for a whole one",
        _FRAMES + "    def send(self, data):\n"
        '        self.write(len(data).to_bytes(4, "big") + data)\n\n' + _READ_ALL,
        "write() says how many bytes it took, often not all: give it the rest",
    ),
    (
        "a short read is taken for a whole one",
        _FRAMES + _WRITE_ALL + "    def recv(self):\n"
        '        length = b""\n        while len(length) < 4:\n'
        "            more = self.read(4 - len(length))\n"
        "            if not more:\n                raise EOFError\n"
        "            length += more\n"
        '        return self.read(int.from_bytes(length, "big"))\n',
        "read() gives fewer bytes than you ask for: ask again for the rest.",
    ),
    (
        "a short read of the length",
        "import struct\n\n" + _FRAMES + "    def send(self, data):\n"
        '        data = struct.pack("!I", len(data)) + data\n'
        "        while data:\n            data = data[self.write(data):]\n\n"
        "    def recv(self):\n"
        '        length, = struct.unpack("!I", self.read(4))\n'
        "        return self.read(length)\n",
        "ask again for the rest), in line",
    ),
    (
        "lines in place of lengths",
        _FRAMES + '    def send(self, data):\n        data += b"\\n"\n'
        "        while data:\n            data = data[self.write(data):]\n\n"
        '    def recv(self):\n        got = b""\n'
        '        while not got.endswith(b"\\n"):\n            more = self.read(1)\n'
        "            if not more:\n                raise EOFError\n            got += more\n"
        "        return got[:-1]\n",
        "expected: message 3 is b'milk\\n\\x00\\x00'\nhappened: message 3 is b'milk'",
    ),
    (
        "one byte for the length",
        _FRAMES + _WRITE_ALL.replace("4", "1") + _READ_ALL.replace("take(4)", "take(1)"),
        "it raised OverflowError: int too big to convert",
    ),
    (
        "the end is not looked at",
        _FRAMES
        + _WRITE_ALL
        + _READ_ALL.replace("            if not more:\n                raise EOFError\n", ""),
        "nothing more comes or goes, and you ask again and again",
    ),
    (
        "what has come is taken for the message",
        _FRAMES
        + _WRITE_ALL
        + _READ_ALL.replace(
            "raise EOFError",
            "if size == 4 and not got:\n                    raise EOFError\n                break",
        ),
        "happened: recv() gives 26 bytes where the stream ends within a message",
    ),
    (
        "None at the end",
        _FRAMES
        + _WRITE_ALL
        + _READ_ALL.replace("                raise EOFError", "                return None"),
        "it raised TypeError",
    ),
    (
        "texts",
        _FRAMES + "    def send(self, data):\n"
        '        self.write(f"{len(data):4}" + data.decode())\n\n' + _READ_ALL,
        "write() takes bytes, not str",
    ),
]

RIGHT = [
    (
        "it reads ahead, and keeps the rest",
        """\
import struct

class Frames:
    def __init__(self, read, write):
        self.read, self.write = read, write
        self.kept = bytearray()

    def send(self, data):
        for part in struct.pack("<Q", len(data)), data:
            left = memoryview(part)
            while len(left):
                left = left[self.write(left):]

    def recv(self):
        while len(self.kept) < 8 or len(self.kept) < 8 + self.length():
            more = self.read(65536)
            if more == b"":
                raise EOFError("no more")
            self.kept += more
        end = 8 + self.length()
        message = self.kept[8:end]
        del self.kept[:end]
        return message

    def length(self):
        return struct.unpack_from("<Q", self.kept)[0]
""",
    ),
    (
        "the length as text, a byte at a time, from a function",
        """\
from types import SimpleNamespace

def Frames(read, write):
    def exactly(size):
        parts = []
        while size:
            part = read(size)
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def send(data):
        for byte in b"%d:%b" % (len(data), data):
            while not write(bytes([byte])):
                pass

    def recv():
        digits = b""
        while not digits.endswith(b":"):
            digits += exactly(1)
        return exactly(int(digits[:-1]))

    return SimpleNamespace(send=send, recv=recv)
""",
    ),
]

REAL = {
    "it reads ahead, and keeps the rest",
    "a short write is taken for a whole one",
    "a short read of the length",
}
