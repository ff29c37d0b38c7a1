"""What must hold, asked in the states that the workers reach."""

from helpers.steps.graph import Graph
from helpers.steps.refused import Refused

__all__ = ["Promises"]


class Promises:
    """Whether a state breaks what was promised, and how.

    promise:  asked where all workers have ended, or None
    always:   asked after each step, or None
    Both are functions without parameters, on the twins. One that raises is Refused.
    """

    def __init__(self, graph: Graph, promise, always):
        self.graph = graph
        self.promise, self.always = promise, always
        self._known = {}

    def broken(self, state) -> str:
        """ "error", "deadlock", "always", "end", or "" where nothing is broken in `state`."""
        graph = self.graph
        if graph.errors(state):
            return "error"
        if self.always and not self._holds(self.always, state):
            return "always"
        if graph.look(state):
            return ""
        if not graph.has_ended(state):
            return "deadlock"
        if self.promise and not self._holds(self.promise, state):
            return "end"
        return ""

    def _holds(self, promise, state):
        key = promise, self.graph.values(state)
        if key not in self._known:
            self.graph.go(state)
            try:
                self._known[key] = bool(promise())
            except Exception as error:  # noqa: BLE001 - whatever a learner's promise raises
                raise Refused(
                    f"Your promise cannot be asked: {type(error).__name__}: {error}. It may look "
                    "at values, and must have an answer in each state; it cannot call the methods "
                    "of locks, queues and the like."
                ) from None
        return self._known[key]
