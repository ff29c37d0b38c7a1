"""Every kind of event: its letter, its name, who writes it, its fields, what it does to a Run.

    in a child                 in its event file          after the block              in the page

    log("hi")                                             for each thread:
      | events.log                                          runs.reading.Thread
      v                                                       |
    b"<ns> L hi\n"  ------->   <pid>-<n>-<id>.events  ---->   KINDS["L"].handle
                               events.read()                  | thread.mark(...)
    tasks.get()                  (ns, "L", b"hi")             v
      | watch.queues                                        runs.assemble.fill
      v                                                       | both ends of each message,
    note("R", ...)  ------->   ...                            | who held what, who woke whom,
                                                              | how each process ended
    p.start()                                                 v
      | follow                                              runs.run.Run  ------> show.words
      v                                                                   ------> show.figures
    note("S", ...)  ------->   ...

A kind is a function below. Its name is the name of the kind, its docstring what an event of it
says, its parameters after `thread` and `now` the fields in the order in which they are written, and
its body what the event does to the `Run`. `thread` is a `runs.reading.Thread`, `now` is in seconds
since the recording was opened, and fields are texts.

A new kind of event is a function here, and a call of `events.note` where it happens. No child
imports this file: who writes an event needs its letter alone.
"""

from helpers.note.kind import KINDS, kind

__all__ = ["KINDS"]


# --- what a process or thread says of itself -----------------------------------------------------


@kind("I", by="events", aside=True)
def thread_noted(thread, now, process, name, pid, parent, ident, main, target):
    """The first event of each file: whose events these are. `main` is "1" for a main thread."""


@kind("D", by="events", aside=True)
def dropped(thread, now):
    """The thread has noted more than fits, and goes on without."""
    thread.dropped = True


@kind("f", by="events", aside=True)
def place_told(thread, now, place, file, line):
    """From now on this process means a line of a file when it says the number `place`."""
    thread.notes.places[f"{thread.pid} {place}"] = file, int(line)


@kind("L", by="events", plain=True)
def logged(thread, now, text):
    """A line was logged."""
    thread.mark(now, text)


@kind("l", by="events")
def logged_escaped(thread, now, text):
    """A line was logged that holds what has to be escaped."""
    thread.mark(now, text)


@kind("m", by="events")
def marked(thread, now, text):
    """A function of the check of an exercise says something to its judge."""
    thread.mark(now, text, kind="check")


@kind("p", by="output")
def printed(thread, now, piece):
    """A child wrote to its standard output: not always a whole line."""
    thread.printed.append((now, piece))


@kind("e", by="output", aside=True)
def complained(thread, now, piece):
    """A child wrote to its standard error: not always a whole line."""
    thread.written.append((now, piece))


@kind("O", by="runs.recording")
def opened(thread, now):
    """The recording process has a lane, whether it goes on to note anything or not."""


@kind("Q", by="course.checking.examine")
def answer_called(thread, now):
    """The check of an exercise called the answer: what was before is its own preparation."""
    thread.run.called = now


# --- waiting -------------------------------------------------------------------------------------


@kind("W", by="events")
def wait_begun(thread, now, on, place):
    """The thread waits from now on. A wait inside a wait is a part of it."""
    thread.begin_wait(now, on, place)


@kind("E", by="events")
def wait_ended(thread, now, how=""):
    """The wait is over; `how` is "interrupted" where an interrupt ended it."""
    thread.end_wait(now, how)


@kind("z", by="sleeping")
def asleep(thread, now, place):
    """`time.sleep()` was called."""
    thread.fall_asleep(now, place)


@kind("w", by="sleeping")
def awake(thread, now, how=""):
    """`time.sleep()` came back; `how` is "interrupted" where an interrupt ended it."""
    thread.wake_up(now, how)


# --- lives: processes and threads that start, join and end ---------------------------------------


@kind("S", by="follow")
def process_starting(thread, now, name, unnamed, place):
    """`Process.start()` was called. `unnamed` is "1" where the library made up the name."""
    thread.begin_start(now, name, place)
    if unnamed == "1":
        thread.notes.unnamed.add((thread.pid, name))


@kind("s", by="follow")
def process_started(thread, now, pid):
    """`Process.start()` came back; the ID is 0 where there is no process."""
    if pid != "0":
        thread.notes.started[int(pid)] = (*thread.starting, thread.lane)
    thread.end_start(now)


@kind("B", by="follow")
def process_born(thread, now, name, parent):
    """The first line of ours runs in a child; `parent` is the ID of the process that started it."""
    thread.lane.process = thread.lane.name = name
    thread.lane.ready = now
    thread.notes.begun[thread.pid] = int(parent), name


@kind("N", by="follow")
def manager_born(thread, now):
    """The child is the process of a manager."""
    thread.lane.manager = True


@kind("Z", by="follow")
def died(thread, now, error, text):
    """An exception ended the process or thread."""
    thread.known.append(now)
    thread.lane.error = f"{error}: {text}".removesuffix(": ")


@kind("A", by="follow")
def leaving(thread, now):
    """The target of a child has returned; its exit handlers are next."""
    thread.notes.leaving[thread.pid] = thread.lane.returned = now


@kind("X", by="follow")
def exited(thread, now, exitcode):
    """The last line of ours runs in a child."""
    thread.notes.exits[thread.pid] = now, int(exitcode)


@kind("J", by="follow")
def process_joined(thread, now, pid, exitcode):
    """A `join()` found the process ended."""
    thread.notes.joins.setdefault(int(pid), (now, int(exitcode), thread.lane))


@kind("T", by="follow")
def thread_starting(thread, now, name):
    """`Thread.start()` was called."""
    thread.notes.thread_parents[thread.pid, name] = thread.lane
    thread.notes.thread_starts[thread.pid, name].append(now)


@kind("b", by="follow")
def thread_born(thread, now):
    """The target of a thread is about to be called: it has a lane from now on."""


@kind("x", by="follow", aside=True)
def thread_ended(thread, now):
    """The target of a thread has ended. One that began in an earlier run, and does nothing more in
    this one, gets no lane in it."""
    if thread.lane is not None:
        thread.lane.ended = now


# --- messages through queues, which carry a number of their own ----------------------------------


@kind("M", by="watch.queues, watch.thread_queues, watch.futures, watch.proxies")
def message_put(thread, now, channel, number, label, limit):
    """A message was put. `limit` is the queue's `maxsize`, "0" for none."""
    thread.put(now, channel, number, label)
    if limit != "0":
        thread.run.limits[channel] = int(limit)


@kind("F", by="watch.queues", aside=True)
def message_pickled(thread, now, number):
    """A message was made into bytes, by the feeder thread where there is one."""
    thread.notes.pickled[number] = now


@kind("r", by="watch.queues", aside=True)
def message_refused(thread, now, number, error):
    """The feeder thread could not pickle a message, and has dropped it."""
    thread.known.append(now)
    thread.notes.refused.append((thread.pid, now, number, error))


@kind("R", by="watch.queues, watch.thread_queues, watch.futures")
def message_got(thread, now, channel, number):
    """A message was got."""
    thread.notes.received.append((channel, number, now, thread.lane))


@kind("G", by="watch.queues, watch.thread_queues, watch.connections, watch.futures")
def message_wanted(thread, now, channel, end=""):
    """Somebody asks for a message: of a queue, or at one `end` of a pipe."""
    thread.notes.receivers[channel, end][id(thread.lane)] = thread.lane


@kind("K", by="watch.queues")
def task_done(thread, now, channel):
    """`task_done()` was called."""
    thread.run.done.setdefault(channel, []).append(now)


@kind("k", by="watch.queues")
def task_not_done(thread, now, channel):
    """The call of `task_done()` before was refused."""
    thread.run.done[channel].pop()


# --- messages through connections, which keep their order ----------------------------------------


@kind("C", by="watch.connections")
def message_sending(thread, now, channel, end, label):
    """A message is being sent into one `end` of a pipe."""
    thread.send(now, channel, end, label)
    if channel not in thread.run.pipes:
        thread.run.pipes.append(channel)


@kind("c", by="watch.connections")
def message_not_sent(thread, now, channel, end):
    """The sending before has failed."""
    thread.notes.sends[channel, end].pop()
    thread.sending = None


@kind("P", by="watch.connections")
def message_received(thread, now, channel, end):
    """A message was received at one `end` of a pipe."""
    thread.notes.receives[channel, end].append((now, thread.lane))


# --- who holds what, and who lets whom go on -----------------------------------------------------


@kind("H", by="watch.locks, watch.signals")
def lock_acquired(thread, now, name):
    """A lock was acquired."""
    thread.share(now, "H", name)


@kind("U", by="watch.locks, watch.signals")
def lock_released(thread, now, name):
    """A lock is about to be released."""
    thread.share(now, "U", name)


@kind("u", by="watch.announcing")
def not_released(thread, now, name):
    """What was noted of this object before was refused: a release, or a signal."""
    thread.notes.shared[name].pop()


@kind("y", by="watch.locks, watch.signals")
def lock_put_down(thread, now, name):
    """The `wait()` of a condition lets go of its lock, for as long as it waits."""
    thread.share(now, "y", name)


@kind("h", by="watch.locks, watch.signals")
def lock_taken_up(thread, now, name):
    """The `wait()` of a condition has its lock again."""
    thread.share(now, "h", name)


@kind("q", by="watch.locks")
def semaphore_acquired(thread, now, name):
    """A semaphore was acquired."""
    thread.share(now, "q", name, thread.came(now))


@kind("v", by="watch.locks")
def semaphore_released(thread, now, name, number="1"):
    """A semaphore is about to be released, `number` times."""
    thread.share(now, "v", name, number)


@kind("V", by="watch.signals")
def signalled(thread, now, name, call, number):
    """A signal is about to be given: `call` is "set", "notify" or "notify_all", and it lets
    `number` go on, or "all"."""
    thread.share(now, "V", name, call, number)


@kind("Y", by="watch.signals")
def passed(thread, now, name, call):
    """A signal let the thread go on; `call` is "last" for who came last to a barrier."""
    thread.share(now, "Y", name, thread.came(now), call)


# --- memory, managers ----------------------------------------------------------------------------


@kind("a", by="watch.memory")
def memory_used(thread, now, name, call, where, label):
    """Shared memory was used: `call` is "read", "write", "attach", "close" or "unlink", `where` a
    place in an array ("[3]"), `label` what was read or written."""
    thread.use_memory(now, name, call, where, label)


@kind("i", by="watch.proxies", aside=True)
def request_arrived(thread, now, channel, number):
    """A manager's process got the request that a proxy sent as the message `number`."""
    thread.notes.requests.append((channel, number, now, thread.pid))


@kind("o", by="watch.proxies")
def reply_got(thread, now, channel, number, label):
    """The reply to the request `number` came back."""
    thread.notes.replies.append((channel, number, now, label, thread.lane))
