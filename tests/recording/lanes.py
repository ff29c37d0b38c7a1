"""What tests read from the lanes of a run."""


def texts(lane):
    return [mark.text for mark in lane.marks]
