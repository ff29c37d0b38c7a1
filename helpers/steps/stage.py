"""One execution of the workers, step by step, on twins of what they share."""

import copy
from types import FunctionType

from helpers.note.learners import is_learners
from helpers.steps.acts import Acts
from helpers.steps.frozen import contents, frozen, put_back, saved
from helpers.steps.refused import Refused
from helpers.steps.rewrite import rewritten
from helpers.steps.saying import about_to, short
from helpers.steps.site import Sites
from helpers.steps.spaces import Spaces, methods_within
from helpers.steps.standins.making import stand_in_for
from helpers.steps.standins.standin import StandIn
from helpers.steps.twins import CONTAINERS, PLAIN, Twins, is_kept_as_it_is

__all__ = ["Stage"]

_NOTHING = object()


class Stage:
    """The workers on their way. Can be put back to the beginning as often as you like.

    workers:   [(function, its arguments), ...]
    promises:  functions without parameters, which are to be asked on the way
    names:     {id of an argument: its name}
    make_for:  as in `Twins`

    pending[n] is what worker n is about to do, (number of its site, shared object, kind), or None
    when it has ended; errors[n] is then its exception, or None.

    Raises Refused for what cannot be stepped.
    """

    def __init__(self, workers, promises=(), names=None, make_for=stand_in_for):
        self.worker = 0
        self.turns = 0
        self.sites = Sites()
        self.notes = set()
        self.shared = {}  # {id: twin}
        self.places = {}  # {id: number of the part}
        self.generators, self.pending, self.errors, self.made = [], [], [], []
        self._own, self._homes, self._slots, self._codes = {}, {}, {}, set()
        self.acts = Acts(self)
        self.twins = Twins(lambda: self.worker, make_for)
        self.spaces = Spaces(self.twins, self.acts.space())
        given = [one for _, arguments in workers for one in arguments]
        functions = [function for function, _ in workers]
        self.spaces.prepare([*functions, *promises, *methods_within(given)])
        self.workers = [
            (self._worker(function), self._arguments(function, arguments, names or {}))
            for function, arguments in workers
        ]
        self.promises = [self.spaces.transplanted(promise) for promise in promises]
        self.names = [name for name, _ in self.twins.parts]
        self._begin = [saved(twin) for _, twin in self.twins.parts]
        self.start()

    def _worker(self, function):
        if function.__closure__:
            raise Refused(
                f"{function.__name__}() uses variables of the function around it, which are not "
                "followed. Give it what it needs as arguments."
            )
        if function not in self._own:
            self._own[function] = self._rewritten(function)
        return self._own[function]

    def _arguments(self, function, arguments, names):
        code = function.__code__
        known = [*code.co_varnames[: code.co_argcount], *["argument"] * len(arguments)]
        return [
            self.twins.of(one, names.get(id(one), name))
            for one, name in zip(arguments, known, strict=False)
        ]

    def _rewritten(self, function):
        first = self.sites.next()
        home = self.spaces.globals_of(function)
        made = rewritten(function, self.sites, home.names, self.spaces.of(function))
        for number in range(first, self.sites.next()):
            self._homes[number] = home
        self._codes.add(made.__code__)
        return made

    # --- what the acts ask ----------------------------------------------------------------------

    def own(self, function):
        """A learner's function as a generator function, or None for any other."""
        if not isinstance(function, FunctionType) or function.__closure__:
            return None
        if function not in self._own:
            is_steppable = (
                is_learners(function.__code__.co_filename)
                and function.__name__ != "<lambda>"
                and self.spaces.knows(function)
            )
            try:
                self._own[function] = self._rewritten(function) if is_steppable else None
            except Refused:
                self._own[function] = None
        return self._own[function]

    def own_method(self, thing, name):
        """The learner's method `name` of a thing or a class, as `own` gives it."""
        kind = thing if isinstance(thing, type) else type(thing)
        return self.own(getattr(kind, name, None))

    def space_of(self, site):
        """The `Globals` of the function in which a site stands."""
        return self._homes[site]

    def line(self, site) -> int:
        """The number of the line of a site."""
        return self.sites[site].line

    def note(self, site):
        """Keep that nobody sees what happens at a site."""
        self.notes.add(site)

    def see(self, value):
        """Keep, for the words, what a step came to."""
        is_own = type(value) in CONTAINERS and id(value) not in self.shared
        self._seen = copy.copy(value) if is_own else value  # the worker may go on to change it
        return value

    def seen(self) -> list[str]:
        """What the last step came to, in words, or an empty list."""
        return [] if self._seen is _NOTHING else [short(self._seen, self.named())]

    def named(self) -> dict:
        """{id of a shared object: its name}, of those that have one."""
        return {id(thing): name for name, thing in self.twins.parts}

    def share(self, thing):
        """From now on others can reach `thing`, which a worker made."""
        if isinstance(thing, PLAIN) or id(thing) in self.shared or is_kept_as_it_is(thing):
            return
        if isinstance(thing, tuple | frozenset):
            for one in thing:
                self.share(one)
            return
        if stand_in_for(type(thing)):
            raise Refused(
                f"A worker makes a {type(thing).__name__} and shares it, which cannot be stepped. "
                "Make it before the workers start."
            )
        if not isinstance(thing, StandIn):
            key = (self.worker, self.made[self.worker])
            self.made[self.worker] += 1
            number = self._slots.setdefault(key, len(self._begin) + len(self._slots))
            self._register(number, thing)
            for one in parts_of(thing):
                self.share(one)

    def _register(self, number, thing):
        self.shared[id(thing)] = thing
        self.places[id(thing)] = number
        self.present[number] = thing

    # --- moving ---------------------------------------------------------------------------------

    def start(self):
        """Back to the beginning."""
        self.close()
        self.shared.clear()
        self.places.clear()
        self.present = {}
        for number, (_, twin) in enumerate(self.twins.parts):
            put_back(twin, self._begin[number])
            self._register(number, twin)
        count = len(self.workers)
        self.made, self.pending, self.errors = [0] * count, [None] * count, [None] * count
        self.generators = [function(*arguments) for function, arguments in self.workers]
        for number in range(count):
            self.move(number)

    def move(self, number):
        """Let worker `number` do what it is about to do, and go on to its next step."""
        self.worker, self.turns, self._seen = number, 0, _NOTHING
        try:
            self.pending[number] = next(self.generators[number])
        except StopIteration:
            self.pending[number] = None
        except Refused:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a worker may raise anything
            self.pending[number] = None
            self.errors[number] = error

    def about_to(self, site, thing, kind) -> str:
        """What stands in `pending`, in words."""
        return about_to(self.sites[site].piece, kind, thing, self.named().get(id(thing), ""))

    def ready(self, number) -> bool:
        """Whether worker `number` can take its next step."""
        self.worker = number
        _, thing, kind = self.pending[number]
        return thing.ready(kind) if isinstance(thing, StandIn) else True

    def close(self):
        """Throw the generators away: each leaves its blocks without a step (see `Blocks.open`)."""
        for generator in self.generators:
            generator.close()

    # --- states ---------------------------------------------------------------------------------

    def values(self) -> dict:
        """{number of a part: what stands in it}."""
        places = self.places
        return {number: contents(thing, places) for number, thing in self.present.items()}

    def local(self, number):
        """How far worker `number` is, and what stands in its local variables."""
        if self.pending[number] is None:
            error = self.errors[number]
            return ("ended", None if error is None else (type(error).__name__, str(error)))
        generator, key = self.generators[number], [self.made[number]]
        while generator is not None:
            inner, variables = generator.gi_yieldfrom, generator.gi_frame.f_locals
            if generator.gi_code in self._codes:
                # The act that it stands in knows the site.
                alive = self._alive(variables, inner.gi_frame.f_locals["site"])
            else:
                acts, blocks = self.acts, self.acts.blocks
                alive = {
                    name: value
                    for name, value in variables.items()
                    if value is not acts and value is not blocks
                }
            places = self.places
            key.append(tuple([(name, frozen(value, places)) for name, value in alive.items()]))
            generator = inner
        return (*key, self.pending[number][2])

    def _alive(self, variables, site):
        """The learner's variables, and of ours those that the statement at `site` still needs."""
        first = self.sites[site].first
        return {
            name: value
            for name, value in variables.items()
            if name[0] != "@"
            or name[1] == "k"
            or (name[1] == "t" and first <= int(name[2:]) < site)
        }


def parts_of(thing):
    """What a container or an object leads to."""
    if isinstance(thing, dict):
        return [*thing.values()]
    return [*vars(thing).values()] if hasattr(thing, "__dict__") else [*thing]
