"""The program of puzzle P.8, as the page has it."""


def chat(words, mine, theirs, heard):
    for word in words:
        theirs.put(word)
    for _ in words:
        heard.append(mine.get())
