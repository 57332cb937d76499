// SPDX-License-Identifier: Apache-2.0
// A plot as a file of its own, in the colours of paper.

const KEPT = ["fill", "fill-opacity", "stroke", "stroke-opacity",
  "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap",
  "opacity", "font-family", "font-size", "font-weight", "text-anchor",
  "paint-order"];

const MARGIN = 16;

function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function note(svg, tag, text) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  node.textContent = text;
  svg.insertBefore(node, svg.firstChild);
}

function addMargin(svg) {
  const { width, height } = svg.viewBox.baseVal;
  const paper = svg.querySelector("rect");
  paper.setAttribute("x", -MARGIN);
  paper.setAttribute("y", -MARGIN);
  svg.setAttribute("viewBox", [-MARGIN, -MARGIN, width + 2 * MARGIN,
    height + 2 * MARGIN].join(" "));
  svg.setAttribute("width", width + 2 * MARGIN);
  svg.setAttribute("height", height + 2 * MARGIN);
}

// The SVG with every colour and font written into it.
function standalone(svg, caption) {
  const copy = svg.cloneNode(true);
  copy.querySelectorAll(".cursor").forEach((n) => n.remove());
  const room = document.createElement("div");
  room.className = "export plot";
  room.setAttribute("aria-hidden", "true");
  room.appendChild(copy);
  document.body.appendChild(room);
  const nodes = Array.from(copy.querySelectorAll("*"));
  // All styles first: a node without its class changes what is inside it.
  const styles = nodes.map((node) => {
    const style = getComputedStyle(node);
    return KEPT.map((k) => style.getPropertyValue(k));
  });
  room.remove();
  nodes.forEach((node, i) => {
    KEPT.forEach((k, n) => node.setAttribute(k, styles[i][n]));
    node.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  addMargin(copy);
  note(copy, "desc", caption);
  return new XMLSerializer().serializeToString(copy);
}

export function saveSvg(svg, name, caption) {
  const text = standalone(svg, caption);
  download(new Blob([text], { type: "image/svg+xml" }), `${name}.svg`);
}

// Twice the size on the screen, so that it prints well.
export function savePng(svg, name, caption) {
  const width = svg.viewBox.baseVal.width + 2 * MARGIN;
  const height = svg.viewBox.baseVal.height + 2 * MARGIN;
  const blob = new Blob([standalone(svg, caption)],
    { type: "image/svg+xml;charset=utf-8" });
  const url = URL.createObjectURL(blob);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = 2 * width;
    canvas.height = 2 * height;
    const context = canvas.getContext("2d");
    context.scale(2, 2);
    context.drawImage(image, 0, 0, width, height);
    URL.revokeObjectURL(url);
    canvas.toBlob((png) => download(png, `${name}.png`), "image/png");
  };
  image.src = url;
}

export function saveCsv(text, name) {
  download(new Blob([text], { type: "text/csv" }), `${name}.csv`);
}
