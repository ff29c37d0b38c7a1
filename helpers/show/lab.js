// You are the scheduler: the picture of a lab becomes rows of workers with a button each.
//
// The PNG of a lab carries all states of its workers and the steps between them (see
// helpers/steps/story.py). This keeps where the learner is, and shows what is so there.

const STEP_KEYS = "123456789";

// How many orders go on from each state, and how many of them break the promise: [all, broken],
// big integers, or null where the page does not hold all of them or a loop has no end.
function countOrders(states) {
  const counts = new Array(states.length).fill(undefined);
  const left = [0];
  while (left.length) {
    const state = left.at(-1);
    const [, , moves, , broken] = states[state];
    if (counts[state] === undefined) counts[state] = "open";
    const next = moves.map(move => move[1]);
    const open = next.find(one => one >= 0 && counts[one] === undefined);
    if (open !== undefined) {
      left.push(open);
      continue;
    }
    left.pop();
    const known = next.map(one => (one < 0 || counts[one] === "open" ? null : counts[one]));
    if (known.includes(null)) counts[state] = null;
    else if (!known.length) counts[state] = [1n, broken < 0 ? 0n : 1n];
    else {
      const all = known.reduce((sum, one) => sum + one[0], 0n);
      counts[state] = [all, broken < 0 ? known.reduce((sum, one) => sum + one[1], 0n) : all];
    }
  }
  return counts;
}

class Lab {
  constructor(image, lab) {
    this.lab = lab;
    this.way = []; // [[state, worker], ...]: where the learner was, and who moved
    this.state = 0;
    this.counts = countOrders(lab.states);
    this.number = [...document.images].indexOf(image);
    this.root = document.createElement("div");
    this.root.className = "lab";
    this.root.tabIndex = 0;
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "the order of the steps; keys 1, 2, … and Backspace");
    this.root.dataset.lmSuppressShortcuts = "true"; // JupyterLab has shortcuts on the same keys
    image.dataset.replay = "open";
    image.after(this.root);
    this.root.parentElement.querySelector(".replay-offer")?.remove();
    if (!lab.verdict) image.style.display = "none"; // it shows what the rows of the lab show
    this.build();
    this.root.addEventListener("keydown", event => this.press(event));
    const [, number, order] = /^#lab-(\d+)-(\d+)$/.exec(location.hash) ?? [];
    if (Number(number) === this.number) this.go([...order].map(one => Number(one) - 1));
    else this.show();
  }

  build() {
    if (this.lab.verdict) put(this.root, "div", { class: "lab-verdict" }, this.lab.verdict);
    const top = put(this.root, "div", { class: "lab-top" });
    const side = put(top, "div");
    this.map = new OrderMap(top, this.lab, this.lab.verdict ? this.counts : null);
    const table = put(side, "table", { class: "lab-workers" });
    this.rows = this.lab.workers.map((name, worker) => {
      const row = put(table, "tr");
      const button = put(put(row, "th", { scope: "row" }), "button", { type: "button" });
      button.append(put(button, "kbd", {}, String(worker + 1)), ` ${name}`);
      button.onclick = () => this.step(worker);
      return { button, next: put(row, "td"), source: put(put(row, "td"), "code"), line: put(row, "td", { class: "lab-line" }) };
    });
    this.shared = put(side, "dl", { class: "lab-shared" });
    this.outcome = put(side, "div", { class: "lab-outcome", role: "status" });
    this.ring = put(this.root, "svg", { class: "lab-ring", "aria-hidden": "true" });
    const bar = put(this.root, "div", { class: "replay-bar" });
    const button = (text, label, act) => {
      const node = put(bar, "button", { type: "button", title: label }, text);
      node.onclick = act;
      return node;
    };
    this.back = button("◀ undo", "take the last step back (Backspace)", () => this.undo());
    this.begin = button("|◁ start", "back to the start (Home)", () => this.go([]));
    if (this.lab.shortest.length) {
      button("show the shortest failure", "step along the order with the fewest switches that breaks it", () =>
        this.go(this.lab.shortest));
    }
    // JupyterLab takes a link to a place in the page for one of its own.
    this.link = put(bar, document.querySelector(".jp-LabShell") ? "span" : "a", { class: "lab-link" });
    this.strip = put(this.root, "ol", { class: "lab-strip" });
  }

  // --- moving ---------------------------------------------------------------------------------

  step(worker) {
    const move = this.lab.states[this.state][2].find(one => one[0] === worker);
    if (!move) return;
    if (move[1] < 0) {
      this.outcome.textContent = "This page holds the states with few steps, and this step leads beyond them. Run the cell to go on.";
      return;
    }
    this.way.push([this.state, worker]);
    this.state = move[1];
    this.show();
  }

  undo() {
    if (!this.way.length) return;
    [this.state] = this.way.pop();
    this.show();
  }

  go(order) {
    this.way = [];
    this.state = 0;
    for (const worker of order) {
      const move = this.lab.states[this.state][2].find(one => one[0] === worker);
      if (!move || move[1] < 0) break;
      this.way.push([this.state, worker]);
      this.state = move[1];
    }
    this.show();
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const worker = STEP_KEYS.indexOf(event.key);
    if (event.key === "Backspace") this.undo();
    else if (event.key === "Home") this.go([]);
    else if (worker >= 0 && worker < this.lab.workers.length) this.step(worker);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // --- showing --------------------------------------------------------------------------------

  show() {
    const { lab } = this;
    const [values, places, moves, waits, broken] = lab.states[this.state];
    this.rows.forEach((row, worker) => {
      const [site, text] = lab.places[places[worker]];
      const wait = waits.find(one => one[0] === worker);
      const canMove = moves.some(one => one[0] === worker);
      row.button.disabled = !canMove;
      row.next.textContent = lab.texts[wait ? wait[2] : text];
      row.next.className = wait ? "lab-waits" : "";
      this.showSource(row, site);
    });
    this.showShared(values);
    this.showOutcome(broken, moves.length);
    this.showRing(moves.length ? [] : waits);
    this.map.show(this.way.map(([, worker]) => worker), broken >= 0);
    this.showStrip();
    this.back.disabled = this.begin.disabled = !this.way.length;
    const order = this.way.map(([, worker]) => worker + 1).join("");
    this.link.textContent = order && `order ${order}`;
    if (this.link.tagName === "A") this.link.href = `#lab-${this.number}-${order}`;
  }

  showSource(row, site) {
    row.source.textContent = "";
    row.line.textContent = "";
    if (site < 0) return;
    const [where, line, source, start, end] = this.lab.sites[site];
    row.source.append(source.slice(0, start));
    put(row.source, "mark", {}, source.slice(start, end));
    row.source.append(source.slice(end));
    row.line.textContent = `line ${line}, ${where}()`;
  }

  showShared(values) {
    const before = new Map(this.way.length ? this.rowsOf(this.way.at(-1)[0]) : []);
    this.shared.textContent = "";
    for (const [name, text] of values.flatMap(one => this.lab.rows[one])) {
      const pair = put(this.shared, "div");
      put(pair, "dt", {}, name);
      const isNew = this.way.length && before.get(name) !== text;
      put(pair, "dd", isNew ? { class: "lab-new" } : {}, text);
    }
  }

  rowsOf(state) {
    return this.lab.states[state][0].flatMap(one => this.lab.rows[one]);
  }

  showOutcome(broken, canMove) {
    const count = this.counts[this.state];
    let said = "";
    this.outcome.className = "lab-outcome";
    if (broken >= 0) {
      said = this.lab.texts[broken];
      this.outcome.classList.add("lab-broken");
    } else if (!canMove) {
      said = "All have ended, and nothing is broken.";
      this.outcome.classList.add("lab-kept");
    } else if (count && this.lab.verdict) {
      const orders = count[0] === 1n ? "one order goes on" : `${count[0].toLocaleString("en")} orders go on`;
      const breaks = count[1] === 0n ? "none breaks it" : count[1] === count[0] ? "each of them breaks it" : `${count[1].toLocaleString("en")} of them break${count[1] === 1n ? "s" : ""} it`;
      said = `From here ${orders}: ${breaks}.`;
    }
    this.outcome.textContent = said;
  }

  // Who waits for whom, as a ring: only where nobody can go on.
  showRing(waits) {
    this.ring.textContent = "";
    const stand = waits.map(([worker]) => worker);
    // A queue has no holder: then there is no ring.
    const isRing = waits.some(([, holders]) => holders.some(one => stand.includes(one)));
    this.ring.style.display = isRing ? "" : "none";
    if (!isRing) return;
    const [width, height] = [360, waits.length > 2 ? 150 : 76];
    this.ring.style.height = `${height}px`;
    this.ring.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const spot = number => {
      const angle = (number / waits.length) * 2 * Math.PI - Math.PI;
      return [width / 2 + 110 * Math.cos(angle), height / 2 + 52 * Math.sin(angle)];
    };
    const place = new Map(waits.map(([worker], number) => [worker, spot(number)]));
    for (const [worker, holders] of waits) {
      for (const holder of holders) {
        if (!place.has(holder)) continue;
        const [[x1, y1], [x2, y2]] = [place.get(worker), place.get(holder)];
        const [dx, dy] = [x2 - x1, y2 - y1];
        const length = Math.hypot(dx, dy) || 1;
        // Bent to one side, so that two who wait for each other have two arrows.
        const [mx, my] = [(x1 + x2) / 2 + (dy / length) * 26, (y1 + y2) / 2 - (dx / length) * 26];
        put(this.ring, "path", { class: "lab-arrow", d: `M${x1} ${y1} Q${mx} ${my} ${x2} ${y2}` });
        const at = t => (1 - t) ** 2;
        const t = 0.62;
        const px = at(t) * x1 + 2 * t * (1 - t) * mx + t * t * x2;
        const py = at(t) * y1 + 2 * t * (1 - t) * my + t * t * y2;
        const turn = (Math.atan2(2 * (1 - t) * (my - y1) + 2 * t * (y2 - my), 2 * (1 - t) * (mx - x1) + 2 * t * (x2 - mx)) * 180) / Math.PI;
        put(this.ring, "path", { class: "lab-head", d: "M-6 -5 L6 0 L-6 5 Z", transform: `translate(${px} ${py}) rotate(${turn})` });
      }
    }
    for (const [worker, [x, y]] of place) {
      put(this.ring, "rect", { class: "lab-node", x: x - 56, y: y - 13, width: 112, height: 26, rx: 4 });
      put(this.ring, "text", { class: "lab-name", x, y: y + 5 }, this.lab.workers[worker]);
    }
  }

  showStrip() {
    this.strip.textContent = "";
    for (const [state, worker] of this.way) {
      const move = this.lab.states[state][2].find(one => one[0] === worker);
      const step = put(this.strip, "li", { "data-worker": worker % 5 });
      put(step, "b", {}, this.lab.workers[worker]);
      step.append(` ${this.lab.texts[move[2]]}`);
    }
  }
}
