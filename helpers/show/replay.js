// Lets the picture of a run move: play, pause, step to the next event, scrub.
//
// A PNG of a run carries the run (see story.py). This puts a cursor over the picture, a veil over what
// is still to come, and under it what each process does at that moment. It runs in JupyterLab and in
// a page without a kernel, and needs nothing but the browser, and pictures.js before it.
//
// `attach(page)` gives each picture of `page` that carries a run a button; `open(image)` replays one.

const SECONDS = 8; // of a whole replay
const DOTS = 50; // messages that are drawn on their way
const SHOWN = 6; // messages of a channel that are named

// --- what is so at a moment ----------------------------------------------------------------------

// The last entry of `list` that begins (entry[0]) at or before `time`, or undefined.
function latest(list, time) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle][0] <= time) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

// A line through `knots`, [[from, to], ...]: where `value` comes to.
function along(knots, value, from, to) {
  const next = Math.max(1, knots.findIndex(knot => knot[from] >= value));
  const [a, b] = [knots[next - 1], knots[next < knots.length ? next : knots.length - 1]];
  const width = b[from] - a[from];
  return a[to] + (width ? ((value - a[from]) / width) * (b[to] - a[to]) : 0);
}

function duration(seconds, length) {
  return length >= 1 ? `${seconds.toFixed(2)} s` : `${(seconds * 1e3).toFixed(1)} ms`;
}

function onTheWay(run, time) {
  return run.messages.filter(
    ([, , , sent, , received]) => sent <= time && (received === null || time < received),
  );
}

// [[channel, labels], ...] of what is on the way.
function waiting(run, time) {
  const found = new Map(run.channels.map(name => [name, []]));
  for (const [channel, label] of onTheWay(run, time)) found.get(run.channels[channel]).push(label);
  return [...found].filter(([, labels]) => labels.length);
}

function momentsOf(run) {
  const all = [0, run.length];
  for (const lane of run.lanes) all.push(...lane.states.map(state => state[0]), ...lane.said.map(said => said[0]));
  for (const [, , , sent, , received] of run.messages) all.push(sent, received ?? 0);
  return [...new Set(all)].filter(time => time >= 0 && time <= run.length).sort((a, b) => a - b);
}

// --- the page ------------------------------------------------------------------------------------

class Replay {
  constructor(image, run) {
    this.run = run;
    this.now = run.length;
    this.playing = false;
    this.moments = momentsOf(run);
    this.root = document.createElement("div");
    this.root.className = "replay";
    this.root.dataset.lmSuppressShortcuts = "true"; // JupyterLab has shortcuts on the same keys
    image.replaceWith(this.root);
    this.root.parentElement.querySelector(".replay-offer")?.remove();
    this.buildPicture(image);
    this.buildControls();
    this.buildTable();
    this.root.addEventListener("keydown", event => this.press(event));
    this.show();
  }

  buildPicture(image) {
    const { width, height, lanes, boxes } = this.run;
    const frame = put(this.root, "div", { class: "replay-picture" });
    frame.append(image);
    frame.style.width = image.width ? `${image.width}px` : "";
    this.drawing = put(frame, "svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    this.veil = put(this.drawing, "rect", { class: "replay-veil", y: 0, height: this.run.axis });
    this.cursor = put(this.drawing, "line", { class: "replay-cursor", y1: 0, y2: this.run.axis });
    this.dots = put(this.drawing, "g");
    this.counts = boxes.map(box => put(this.drawing, "text", { class: "replay-count", y: box.bottom - 3 }));
    this.edges = lanes.map(lane => [lane.top, lane.bottom]);
    this.drawing.onpointerdown = event => {
      this.drawing.setPointerCapture(event.pointerId);
      this.drag(event);
    };
    this.drawing.onpointermove = event => event.buttons && this.drag(event);
  }

  buildControls() {
    const bar = put(this.root, "div", { class: "replay-bar" });
    const button = (text, label, act) => {
      const node = put(bar, "button", { type: "button", "aria-label": label, title: label }, text);
      node.onclick = act;
      return node;
    };
    button("|◁", "to the beginning", () => this.go(0));
    button("◀", "one event back", () => this.step(-1));
    this.play = button("▶", "play", () => this.toggle());
    button("▷|", "one event on", () => this.step(1));
    const range = { type: "range", min: 0, max: 1, step: "any", "aria-label": "time of the run" };
    this.slider = put(bar, "input", range);
    this.slider.oninput = () => {
      this.pause();
      this.go(this.timeAt(Number(this.slider.value)));
    };
    this.clock = put(bar, "output");
  }

  buildTable() {
    const table = put(this.root, "table", { class: "replay-states" });
    this.rows = this.run.lanes.map(lane => {
      const row = put(table, "tr");
      put(row, "th", { scope: "row" }, lane.name);
      return [put(row, "td"), put(put(row, "td"), "code")];
    });
    this.mail = put(this.root, "div", { class: "replay-mail" });
  }

  // A share of the width, 0 to 1, as a time; folded stretches of time go by faster.
  timeAt(share) {
    const [first, last] = [this.run.knots[0][1], this.run.knots.at(-1)[1]];
    return along(this.run.knots, first + share * (last - first), 1, 0);
  }

  shareAt(time) {
    const [first, last] = [this.run.knots[0][1], this.run.knots.at(-1)[1]];
    return (this.x(time) - first) / (last - first);
  }

  x(time) {
    return along(this.run.knots, time, 0, 1);
  }

  show() {
    const { run, now } = this;
    const x = this.x(now);
    this.slider.value = this.shareAt(now);
    this.clock.textContent = duration(now, run.length);
    // At the end nothing is still to come, and a cursor would cut the words that stand there.
    this.cursor.style.display = now < run.length ? "" : "none";
    this.veil.setAttribute("x", x);
    this.veil.setAttribute("width", now < run.length ? run.width - x : 0);
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
    const doing = run.lanes.map((lane, number) => this.showLane(lane, this.rows[number]));
    this.showDots(x);
    const mail = waiting(run, now).map(([channel, labels]) => {
      const more = labels.length > SHOWN ? ", …" : "";
      return `${channel}: ${labels.length} (${labels.slice(0, SHOWN).join(", ")}${more})`;
    });
    this.mail.textContent = mail.length ? `On the way: ${mail.join("; ")}` : "Nothing is on the way.";
    const said = [duration(now, run.length), ...doing, this.mail.textContent].join("; ");
    this.slider.setAttribute("aria-valuetext", said);
  }

  showLane(lane, [state, source]) {
    const [, text, place] = latest(lane.states, this.now) ?? [0, "not started yet", null];
    const last = latest(lane.said, this.now);
    const said = last && text !== "not started yet" ? `, said "${last[1]}"` : "";
    // Of who computes only the line is known that it went on from.
    const after = text === "computes" ? "after " : "";
    const line = place === null ? "" : after + this.run.places[place];
    state.textContent = text + said;
    source.textContent = line;
    return `${lane.name} ${text}${said}${line ? `, ${line}` : ""}`;
  }

  showDots(x) {
    const { run, now } = this;
    const spots = [];
    const inBox = new Map(run.boxes.map(box => [box.channel, 0]));
    for (const message of onTheWay(run, now)) {
      const [channel, , sender, sent, receiver, received] = message;
      if (inBox.has(channel)) {
        inBox.set(channel, inBox.get(channel) + 1);
      } else if (spots.length < DOTS) {
        const down = receiver === null || receiver > sender;
        const from = this.edges[sender][down ? 1 : 0];
        const to = receiver === null ? from + 15 : this.edges[receiver][down ? 0 : 1];
        const part = received === null ? 1 : (x - this.x(sent)) / (this.x(received) - this.x(sent) || 1);
        spots.push(from + part * (to - from));
      }
    }
    // To make new dots each time would take most of the time of a frame.
    while (this.dots.childElementCount < spots.length) put(this.dots, "circle", { class: "replay-dot", r: 5 });
    [...this.dots.children].forEach((dot, number) => {
      dot.style.display = number < spots.length ? "" : "none";
      dot.setAttribute("cx", x);
      dot.setAttribute("cy", spots[number] ?? 0);
    });
    run.boxes.forEach((box, number) => {
      this.counts[number].setAttribute("x", x + 4);
      this.counts[number].textContent = inBox.get(box.channel);
    });
  }

  go(time) {
    this.now = Math.min(this.run.length, Math.max(0, time));
    this.show();
  }

  step(direction) {
    this.pause();
    const next = direction > 0
      ? this.moments.find(time => time > this.now)
      : this.moments.findLast(time => time < this.now);
    if (next !== undefined) this.go(next);
  }

  pause() {
    this.playing = false;
    this.play.textContent = "▶";
    this.play.setAttribute("aria-label", "play");
  }

  toggle() {
    if (this.playing) return this.pause();
    if (this.now >= this.run.length) this.go(0);
    this.playing = true;
    this.play.textContent = "❚❚";
    this.play.setAttribute("aria-label", "pause");
    this.last = null;
    requestAnimationFrame(at => this.frame(at));
  }

  frame(at) {
    if (!this.playing || !this.root.isConnected) return;
    const passed = this.last === null ? 0 : (at - this.last) / 1e3;
    this.last = at;
    this.go(this.timeAt(Math.min(1, this.shareAt(this.now) + passed / SECONDS)));
    if (this.now >= this.run.length) return this.pause();
    requestAnimationFrame(next => this.frame(next));
  }

  press(event) {
    const acts = {
      " ": () => this.toggle(),
      ArrowRight: () => this.step(1),
      ArrowLeft: () => this.step(-1),
      Home: () => this.go(0),
      End: () => this.go(this.run.length),
    };
    const pressesButton = event.target.tagName === "BUTTON" && event.key === " ";
    if (!acts[event.key] || pressesButton || event.ctrlKey || event.metaKey || event.altKey) return;
    acts[event.key]();
    event.preventDefault();
    event.stopPropagation();
  }

  drag(event) {
    const box = this.drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.run.width;
    this.pause();
    this.go(along(this.run.knots, x, 1, 0));
  }
}
