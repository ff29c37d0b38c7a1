"""What the lab cannot step, said to the learner."""

__all__ = ["Refused"]


class Refused(Exception):
    """Says what cannot be stepped, why, and what to do instead."""
