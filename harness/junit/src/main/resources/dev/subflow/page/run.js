// SPDX-License-Identifier: Apache-2.0
"use strict";
// Filters and orders the table of tests, which is complete without this.
(() => {
  const body = document.querySelector("#tests tbody");
  const rows = [...body.rows];
  const filter = document.getElementById("filter");
  const boxes = [...document.querySelectorAll("#verdicts input")];
  const shown = document.getElementById("shown");
  const text = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter(box => box.checked).map(box => box.value));
    let count = 0;
    for (const row of rows) {
      row.hidden = !verdicts.has(row.dataset.verdict) || !words.every(word => text.get(row).includes(word));
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = count === rows.length ? "" : `${count} of ${rows.length}`;
  }

  const orders = {
    worst: () => 0,
    name: (a, b) => a.dataset.name.localeCompare(b.dataset.name, "en", { numeric: true }),
    slow: (a, b) => b.dataset.seconds - a.dataset.seconds,
  };
  document.getElementById("order").addEventListener("change", event => {
    body.append(...[...rows].sort(orders[event.target.value]));
  });
  filter.addEventListener("input", show);
  boxes.forEach(box => box.addEventListener("change", show));
  show();
})();
