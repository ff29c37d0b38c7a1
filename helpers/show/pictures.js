// What all that moves on a page begins with: what the PNG of a picture carries, and new elements.
//
// It stands before the scripts that use it, in one module with them (see page_script.py).

const SVG = "http://www.w3.org/2000/svg";

// What the bytes of a PNG carry: its chunk iTXt with this keyword, deflated JSON; null without one.
// (PNG specification, 11.3.3.4, "iTXt International textual data")
async function carriedIn(bytes, keyword) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const latin = new TextDecoder("latin1");
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const body = bytes.subarray(at + 8, at + 8 + view.getUint32(at));
    if (latin.decode(bytes.subarray(at + 4, at + 8)) !== "iTXt") continue;
    if (latin.decode(body.subarray(0, keyword.length + 1)) !== `${keyword}\0`) continue;
    let from = keyword.length + 3; // after it come two flags, a language and the keyword translated
    for (const _ of ["language", "translated"]) from = body.indexOf(0, from) + 1;
    const packed = new Blob([body.subarray(from)]).stream();
    return new Response(packed.pipeThrough(new DecompressionStream("deflate"))).json();
  }
  return null;
}

// The same of an image of the page.
async function carriedBy(image, keyword) {
  if (!/^data:image\/png|\.png($|\?)/.test(image.src)) return null;
  const answer = await fetch(image.src);
  return carriedIn(new Uint8Array(await answer.arrayBuffer()), keyword);
}

// A new child of `parent`, with attributes and a text; of a drawing, where its parent is one.
function put(parent, name, attributes = {}, text = "") {
  const isDrawing = name === "svg" || parent.namespaceURI === SVG;
  const node = isDrawing ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return parent.appendChild(node);
}
