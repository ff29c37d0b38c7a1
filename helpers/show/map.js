// All orders of two workers as a grid: to the right goes the first one, down the second one.
//
// Where a lock keeps one of them out, the grid has a hole (the same picture as in
// helpers/steps/map.py). The learner sees the own way through it grow.

const GRID = 24; // pixels from dot to dot
const GRID_MOST = 14; // steps of one worker

// {"i j": {i, j, states}}: where i steps of the first and j of the second worker lead; null where the
// grid would be too large, or not all is known.
function gridOf(states) {
  const found = new Map();
  const left = [[0, 0, 0]];
  for (const [i, j, state] of left) {
    if (i > GRID_MOST || j > GRID_MOST || state < 0) return null;
    const key = `${i} ${j}`;
    if (!found.has(key)) found.set(key, { i, j, states: new Set() });
    if (found.get(key).states.has(state)) continue;
    found.get(key).states.add(state);
    for (const [worker, after] of states[state][2]) left.push([i + (worker === 0), j + (worker === 1), after]);
  }
  return found;
}

class OrderMap {
  // counts:  as `countOrders` gives them, or null where the learner did not ask yet
  constructor(parent, lab, counts) {
    this.grid = lab.workers.length === 2 ? gridOf(lab.states) : null;
    if (!this.grid) return;
    const spots = [...this.grid.values()];
    const [right, down] = [Math.max(...spots.map(spot => spot.i)), Math.max(...spots.map(spot => spot.j))];
    const [width, height] = [Math.max(130, GRID * (right + 1) + 8), GRID * (down + 1) + 46];
    const size = { class: "lab-map", viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" };
    this.drawing = put(parent, "svg", size);
    put(this.drawing, "text", { x: 4, y: 14 }, `→ ${lab.workers[0]}`);
    put(this.drawing, "text", { x: 4, y: 30 }, `↓ ${lab.workers[1]}`);
    for (const spot of spots) this.drawEdges(spot, lab.states);
    this.way = put(this.drawing, "polyline", { class: "lab-way" });
    for (const spot of spots) this.drawSpot(spot, counts);
    this.here = put(this.drawing, "circle", { class: "lab-here", r: 9 });
  }

  at({ i, j }) {
    return [GRID * i + 14, GRID * j + 50];
  }

  drawEdges(spot, states) {
    const [x1, y1] = this.at(spot);
    const workers = new Set([...spot.states].flatMap(state => states[state][2].map(move => move[0])));
    for (const worker of workers) {
      const [x2, y2] = this.at({ i: spot.i + (worker === 0), j: spot.j + (worker === 1) });
      put(this.drawing, "line", { class: "lab-edge", x1, y1, x2, y2 });
    }
  }

  drawSpot(spot, counts) {
    const [cx, cy] = this.at(spot);
    const fates = new Set([...spot.states].map(state => fateOf(counts?.[state])));
    const fate = fates.size === 1 ? [...fates][0] : "undecided";
    put(this.drawing, "circle", { class: `lab-spot lab-${fate}`, cx, cy, r: 6 });
  }

  // way: the workers who moved; isBroken: whether the promise is, where they are now
  show(way, isBroken) {
    if (!this.grid) return;
    const spot = { i: 0, j: 0 };
    const points = [this.at(spot)];
    for (const worker of way) {
      if (worker === 0) spot.i += 1;
      else spot.j += 1;
      points.push(this.at(spot));
    }
    this.way.setAttribute("points", points.map(point => point.join()).join(" "));
    const [cx, cy] = points.at(-1);
    this.here.setAttribute("cx", cx);
    this.here.setAttribute("cy", cy);
    this.here.classList.toggle("lab-all-break", isBroken);
  }
}

function fateOf(count) {
  if (!count) return "undecided";
  if (count[1] === 0n) return "all-keep";
  return count[1] === count[0] ? "all-break" : "undecided";
}
