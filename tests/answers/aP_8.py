"""Answers to puzzle P.8."""

_CHAT = "def chat(words, mine, theirs, heard):\n"

WRONG = [
    (
        "first all out",
        _CHAT + "    for word in words:\n"
        "        theirs.put(word)\n"
        "    while len(heard) < len(words):\n"
        "        heard.append(mine.get())\n",
        "Nobody can go on: chat 1 waits for for_bob; chat 2 waits for for_ann.",
    ),
    (
        "first in",
        _CHAT + "    for word in words:\n"
        "        heard.append(mine.get())\n"
        "        theirs.put(word)\n",
        "Nobody can go on: ",
    ),
    (
        "nobody says a word",
        _CHAT + "    pass\n",
        "the promise does not hold: ann_heard == bob_says and bob_heard == ann_says.",
    ),
    (
        "each hears itself",
        _CHAT + "    for word in words:\n        heard.append(word)\n",
        "the promise does not hold: ",
    ),
    (
        "what does not fit is thrown away",
        "from queue import Full\n"
        "\n" + _CHAT + "    for word in words:\n"
        "        try:\n"
        "            theirs.put(word, block=False)\n"
        "        except Full:\n"
        "            pass\n"
        "    for _ in words:\n"
        "        heard.append(mine.get())\n",
        "break it.",
    ),
    (
        "what is not there is not heard",
        _CHAT + "    for word in words:\n"
        "        theirs.put(word)\n"
        "        if not mine.empty():\n"
        "            heard.append(mine.get())\n",
        "break it.",
    ),
]

RIGHT = [
    (
        "one out and one in",
        _CHAT + "    for word in words:\n"
        "        theirs.put(word)\n"
        "        heard.append(mine.get())\n",
    ),
    (
        "one after the other",
        _CHAT + "    left = list(words)\n"
        "    while left:\n"
        "        theirs.put(left.pop(0))\n"
        "        word = mine.get()\n"
        "        heard.append(word)\n",
    ),
    (
        "a number",
        _CHAT + "    for number in range(len(words)):\n"
        "        theirs.put(words[number])\n"
        "        heard += [mine.get()]\n",
    ),
]

REAL = {"first in", "nobody says a word", "one out and one in"}
