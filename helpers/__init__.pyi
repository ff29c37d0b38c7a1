"""What notebooks use, for editors: at run time each name is imported when it is asked for."""

from helpers.course import explore as explore
from helpers.course.checking.check import check as check
from helpers.course.checking.hint import hint as hint
from helpers.course.checking.passed import progress as progress
from helpers.course.questions import predict as predict
from helpers.course.questions import quiz as quiz
from helpers.kernel.machine import this_computer as this_computer
from helpers.measure.anatomy import dissect as dissect
from helpers.measure.freethreading import lost_without_gil as lost_without_gil
from helpers.measure.freethreading import without_gil as without_gil
from helpers.measure.sweeps import Sweep as Sweep
from helpers.measure.sweeps import sweep as sweep
from helpers.measure.tallies import Tally as Tally
from helpers.measure.tallies import tally as tally
from helpers.measure.timing import calibrate as calibrate
from helpers.measure.timing import compare as compare
from helpers.measure.turns import Turns as Turns
from helpers.measure.worlds import many as many
from helpers.note.events import log as log
from helpers.note.watch.registry import watch as watch
from helpers.runs.recording import record as record
from helpers.runs.run import Run as Run
from helpers.steps.lab import interleave as interleave
