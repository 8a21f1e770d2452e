// SPDX-License-Identifier: Apache-2.0
"use strict";
// One time axis for the lanes, the charts and the table of moments.
(() => {
  const rows = [...document.querySelectorAll("#moments tbody tr")];
  const detail = document.getElementById("detail");
  const page = { chosen: null };
  page.moments = rows.map(row => ({
    row, at: Number(row.dataset.at), lasts: Number(row.dataset.lasts || 0), kind: row.dataset.kind,
    where: row.dataset.where, text: (row.querySelector("summary") || row.cells[3]).textContent,
    detail: row.querySelector("pre") ? row.querySelector("pre").textContent : "",
  }));
  const first = Math.min(0, ...page.moments.map(m => m.at));
  const last = Math.max(0.1, ...page.moments.map(m => m.at + m.lasts));
  const whole = [first - (last - first) * 0.01, last + (last - first) * 0.01];
  page.range = whole;
  // Of the names of lanes, and of the values of charts, so that times stand below one another.
  page.margin = () => document.getElementById("lanes").clientWidth < 560 ? 92 : 150;

  page.show = (from, to) => {
    const least = 0.002;
    const middle = (from + to) / 2, half = Math.max(least, to - from) / 2;
    page.range = [Math.max(whole[0], middle - half), Math.min(whole[1], middle + half)];
    lanes.draw();
    charts.draw();
  };
  page.showAll = () => page.show(...whole);
  page.pointTo = (time, by) => {
    document.getElementById("cursor-time").textContent = time === null ? "" : `${time.toFixed(4)} s`;
    lanes.pointTo(time);
    charts.pointTo(time, by);
  };
  page.choose = moment => {
    if (page.chosen) page.chosen.row.classList.remove("chosen");
    page.chosen = moment;
    moment.row.classList.add("chosen");
    const head = document.createElement("p");
    const where = document.createElement("strong");
    where.textContent = `${moment.at.toFixed(3)} s ${moment.where || "test"}`;
    head.append(where, ` ${moment.text}`);
    const link = document.createElement("a");
    link.href = `#${moment.row.id}`;
    link.textContent = "in the table";
    head.append(" ", link);
    detail.replaceChildren(head);
    if (moment.detail) {
      const text = document.createElement("pre");
      text.textContent = moment.detail;
      detail.append(text);
    }
    if (moment.at < page.range[0] || moment.at > page.range[1]) {
      const span = page.range[1] - page.range[0];
      page.show(moment.at - span / 2, moment.at + span / 2);
    } else {
      lanes.draw();
    }
    page.pointTo(moment.at);
  };

  const lanes = makeLanes(page);
  const charts = makeCharts(page);

  const zoom = factor => {
    const middle = page.chosen ? page.chosen.at : (page.range[0] + page.range[1]) / 2;
    page.show(middle - (middle - page.range[0]) * factor, middle + (page.range[1] - middle) * factor);
  };
  const step = by => {
    const seen = page.moments.filter(m => !m.row.hidden);
    if (!seen.length) return;
    const at = seen.indexOf(page.chosen);
    page.choose(seen[Math.max(0, Math.min(seen.length - 1, at < 0 ? (by > 0 ? 0 : seen.length - 1) : at + by))]);
  };
  const actions = {
    "zoom-in": () => zoom(0.5), "zoom-out": () => zoom(2), "zoom-all": page.showAll,
    previous: () => step(-1), next: () => step(1),
  };
  for (const [id, act] of Object.entries(actions)) document.getElementById(id).addEventListener("click", act);
  const keys = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "zoom-all", ArrowLeft: "previous", ArrowRight: "next" };
  document.getElementById("lanes").addEventListener("keydown", event => {
    if (keys[event.key] && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      actions[keys[event.key]]();
    }
  });
  document.getElementById("filter").addEventListener("input", event => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const moment of page.moments) {
      const text = `${moment.where} ${moment.kind} ${moment.text} ${moment.detail}`.toLowerCase();
      moment.row.hidden = !words.every(word => text.includes(word));
    }
  });
  const failure = page.moments.find(m => m.kind === "failure");
  if (failure) page.choose(failure);
  document.documentElement.dataset.ready = "true";
})();
