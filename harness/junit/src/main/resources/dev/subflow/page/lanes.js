// SPDX-License-Identifier: Apache-2.0
"use strict";
// Lanes of time, drawn from the table of moments.
function makeLanes(page) {
  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 26, AXIS = 24;
  const box = document.getElementById("lanes");
  const lanes = [...document.querySelectorAll("#lane-list li")].map((item, row) => (
    { key: item.dataset.key, label: item.textContent, isHost: item.dataset.host === "true", row }));
  const byKey = new Map(lanes.map(lane => [lane.key, lane]));
  const svg = document.createElementNS(SVG, "svg");
  box.append(svg);
  let width = 0, margin = 0, cursor, brush;

  function make(name, attributes, parent, text) {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    parent.append(element);
    return element;
  }

  const x = time => margin + (time - page.range[0]) / (page.range[1] - page.range[0]) * (width - margin);
  const timeAt = left => page.range[0] + (left - margin) / (width - margin) * (page.range[1] - page.range[0]);

  function axis(parent) {
    const span = page.range[1] - page.range[0];
    const rough = span / Math.max(2, (width - margin) / 90);
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= rough);
    const digits = Math.max(0, -Math.floor(Math.log10(step)));
    for (let t = Math.ceil(page.range[0] / step) * step; t <= page.range[1]; t += step) {
      make("line", { class: "rule", x1: x(t), x2: x(t), y1: AXIS - 6, y2: AXIS + lanes.length * HEIGHT }, parent);
      make("text", { class: "tick", x: x(t) + 3, y: 14 }, parent, `${t.toFixed(digits)} s`);
    }
  }

  function mark(moment, parent) {
    const lane = byKey.get(moment.where) || byKey.get(moment.where.split("/")[0]) || lanes[0];
    const from = Math.max(margin, x(moment.at)), to = Math.min(width, x(moment.at + moment.lasts));
    if (to < margin || from > width) return;
    const isThin = moment.kind === "segment" || moment.kind === "failure" || moment.kind === "finding";
    const isWide = moment.kind === "fault" || moment.kind === "test";
    const element = make("rect", {
      class: `mark ${moment.kind}${moment === page.chosen ? " chosen" : ""}`,
      x: from, y: AXIS + lane.row * HEIGHT + (isWide ? 1 : isThin ? 4 : 7),
      width: Math.max(isThin ? 3 : 2, to - from), height: HEIGHT - (isWide ? 2 : isThin ? 8 : 14),
    }, parent);
    make("title", {}, element, `${moment.at.toFixed(3)} s ${moment.where} ${moment.text}`);
    element.addEventListener("click", () => page.choose(moment));
  }

  function draw() {
    // A window that is being opened or hidden has no room yet.
    if (box.clientWidth <= page.margin()) return;
    width = box.clientWidth - 2;
    margin = page.margin();
    const height = AXIS + lanes.length * HEIGHT;
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    axis(svg);
    for (const lane of lanes) {
      const group = make("g", { class: lane.isHost ? "host" : "nic" }, svg);
      const y = AXIS + lane.row * HEIGHT;
      make("line", { class: "rule", x1: 0, x2: width, y1: y, y2: y }, group);
      make("text", { x: lane.isHost ? 6 : 16, y: y + 17, "font-weight": lane.isHost ? 600 : 400 }, group, lane.label);
    }
    const order = ["test", "fault", "command", "again", "segment", "splat", "finding", "failure"];
    for (const kind of order) {
      page.moments.filter(moment => moment.kind === kind).forEach(moment => mark(moment, svg));
    }
    cursor = make("line", { class: "cursor", y1: 0, y2: height, visibility: "hidden" }, svg);
    brush = make("rect", { class: "brush", y: AXIS, height: height - AXIS, visibility: "hidden" }, svg);
  }

  function pointTo(time) {
    if (!cursor) return;
    const isIn = time !== null && time >= page.range[0] && time <= page.range[1];
    cursor.setAttribute("visibility", isIn ? "visible" : "hidden");
    if (!isIn) return;
    cursor.setAttribute("x1", x(time));
    cursor.setAttribute("x2", x(time));
  }

  const left = event => (event.clientX - svg.getBoundingClientRect().left) * width / svg.getBoundingClientRect().width;
  let begun = null;
  svg.addEventListener("pointerdown", event => { begun = left(event); });
  svg.addEventListener("pointermove", event => {
    page.pointTo(left(event) < margin ? null : timeAt(left(event)));
    const wide = begun !== null && Math.abs(left(event) - begun) > 5;
    brush.setAttribute("visibility", wide ? "visible" : "hidden");
    if (wide) {
      brush.setAttribute("x", Math.min(begun, left(event)));
      brush.setAttribute("width", Math.abs(left(event) - begun));
    }
  });
  window.addEventListener("pointerup", event => {
    if (begun !== null && Math.abs(left(event) - begun) > 5) {
      page.show(timeAt(Math.max(margin, Math.min(begun, left(event)))), timeAt(Math.min(width, Math.max(begun, left(event)))));
    }
    begun = null;
  });
  svg.addEventListener("pointerleave", () => page.pointTo(null));
  svg.addEventListener("dblclick", () => page.showAll());
  new ResizeObserver(draw).observe(box);
  draw();
  return { draw, pointTo };
}
