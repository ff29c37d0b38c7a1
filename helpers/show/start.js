// Which pictures of a page move, and how each begins to.
//
// It stands after the scripts that it starts, in one module with them (see page_script.py).

// What a PNG may carry: what its button says, what opens it, and the mark that opens it at once.
const MOVING = [
  { keyword: "run", offer: "▶ replay", mark: "replay-open", open: (image, run) => new Replay(image, run).slider },
  { keyword: "lab", offer: "▶ step it yourself", mark: "lab-open", open: (image, lab) => new Lab(image, lab).root },
];

async function carried(image) {
  for (const kind of MOVING) {
    const story = await carriedBy(image, kind.keyword);
    if (story) return [kind, story];
  }
  return [];
}

async function open(image) {
  const [kind, story] = await carried(image);
  return kind && kind.open(image, story);
}

const isOpen = image => image.closest(".replay") || image.dataset.replay === "open";

async function offer(image) {
  if (image.dataset.replay || isOpen(image)) return;
  image.dataset.replay = "asked";
  const [kind, story] = await carried(image);
  if (!kind || isOpen(image)) return;
  const holder = image.closest("a") ?? image; // a button inside a link would lead away
  const button = document.createElement("button");
  button.type = "button";
  button.className = "replay-offer";
  button.textContent = kind.offer;
  button.onclick = () => {
    if (holder !== image) holder.replaceWith(image);
    kind.open(image, story).focus();
  };
  holder.after(button);
}

// JupyterLab gives a picture no text in its place, and nbconvert one that says nothing (in
// nbconvert/exporters/html.py); both leave out the "alt" of its metadata.
function describe(image) {
  let output = image.closest(".jp-OutputArea-child");
  if ((image.alt && !/^No description/.test(image.alt)) || !output) return;
  while (output && !output.querySelector("[data-mime-type='text/plain']")) output = output.nextElementSibling;
  const words = output?.querySelector("pre").textContent.split("\n")[0];
  if (words) image.alt = `A picture of what is said below: ${words}`;
}

// `run.replay()` and a lab put an element with a mark's class after their picture: that one is opened.
function attach(page) {
  const images = [...page.querySelectorAll("img")];
  for (const mark of page.querySelectorAll(MOVING.map(kind => `.${kind.mark}`).join())) {
    const before = one => one.compareDocumentPosition(mark) & Node.DOCUMENT_POSITION_FOLLOWING;
    const image = images.findLast(before);
    mark.remove();
    if (image && !isOpen(image)) open(image);
  }
  for (const image of images) {
    describe(image);
    offer(image);
  }
}

// For the pictures that are there and those that will come. The style goes to the head, as the
// output that it stands in may leave the page.
function start() {
  const style = document.querySelector(".helpers-style");
  if (style && !document.head.querySelector(".helpers-style")) {
    document.head.append(style.cloneNode(true));
  }
  if (window.helpersReplay) return;
  window.helpersReplay = true;
  attach(document);
  let isAsked = false;
  const later = () => {
    isAsked = false;
    attach(document);
  };
  new MutationObserver(() => {
    if (!isAsked) requestAnimationFrame(later);
    isAsked = true;
  }).observe(document.body, { childList: true, subtree: true });
}
