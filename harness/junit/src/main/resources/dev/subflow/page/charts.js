// SPDX-License-Identifier: Apache-2.0
"use strict";
// Charts of the data of connections, on the time axis of the lanes.
function makeCharts(page) {
  const courses = JSON.parse(document.getElementById("courses").textContent);
  const box = document.getElementById("charts");
  const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const colors = isDark
    ? ["#5fb0ff", "#4cc26b", "#c792ea", "#ffcb6b", "#80cbc4", "#f78c6c", "#b0bec5", "#ff8ad8"]
    : ["#0b6fc7", "#1a7f37", "#8250df", "#9a6700", "#00796b", "#c2410c", "#546e7a", "#bf3989"];
  const charts = [];
  let isTold = false;

  const bytes = value => value === null || value === undefined ? ""
    : value < 1e4 ? `${value}` : value < 1e7 ? `${(value / 1e3).toFixed(1)} k` : `${(value / 1e6).toFixed(2)} M`;

  function axes(unit) {
    const common = { stroke: style("--quiet"), grid: { stroke: style("--line"), width: 1 }, ticks: { stroke: style("--line"), width: 1 } };
    return [
      { ...common, values: (u, ticks) => ticks.map(t => `${+t.toFixed(6)} s`) },
      { ...common, size: page.margin(), values: (u, ticks) => ticks.map(t => `${bytes(t)} ${unit}`) },
    ];
  }

  function chart(title, height, unit, series, tables) {
    const heading = document.createElement("h4");
    heading.textContent = title;
    const holder = document.createElement("div");
    box.append(heading, holder);
    const plot = new uPlot({
      width: Math.max(280, box.clientWidth), height, padding: [8, 1, 0, 0],
      scales: { x: { time: false, range: () => page.range }, y: { range: (u, least, most) => [0, Math.max(1, (most || 0) * 1.05)] } },
      axes: axes(unit),
      series: [{ label: "time", value: (u, t) => t === null ? "" : `${t.toFixed(4)} s` },
        ...series.map(one => ({ value: (u, v) => v === null ? "" : `${bytes(v)} ${unit}`, ...one }))],
      cursor: { drag: { x: true, y: false, setScale: false }, sync: { key: "time" } },
      hooks: {
        setCursor: [u => { if (!isTold) page.pointTo(u.cursor.left < 0 ? null : u.posToVal(u.cursor.left, "x"), u); }],
        setSelect: [u => {
          if (u.select.width > 5) page.show(u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x"));
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
        }],
      },
    }, uPlot.join(tables, tables.map(table => table.slice(1).map(() => 2))), holder);
    charts.push(plot);
  }

  const dots = (label, color, size) => ({ label, stroke: color, paths: () => null, points: { show: true, size, fill: color, width: 0 } });

  function direction(one) {
    const pieces = one.ways.reduce((sum, way) => sum + way.fresh[0].length + way.again[0].length, 0);
    if (pieces < 3) {
      const few = document.createElement("p");
      few.className = "quiet";
      few.textContent = `${one.title} ${bytes(one.ways.reduce((sum, way) => sum + way.bytes, 0))} B.`;
      box.append(few);
      return;
    }
    const series = [], tables = [];
    one.ways.forEach((way, i) => {
      if (way.fresh[0].length) {
        series.push(dots(way.name, colors[i % colors.length], 4));
        tables.push(way.fresh);
      }
      if (way.again[0].length) {
        series.push(dots(`${way.name}, again`, style("--fail"), 6));
        tables.push(way.again);
      }
    });
    if (one.acks[0].length) {
      series.push({ label: "acknowledged", stroke: style("--quiet"), width: 1, paths: uPlot.paths.stepped({ align: 1 }), spanGaps: true, points: { show: false } });
      tables.push(one.acks);
    }
    chart(`${one.title}: place in the data over time`, 260, "B", series, tables);
    chart(`${one.title}: rate of each subflow`, 160, "bit/s",
      one.ways.map((way, i) => ({ label: way.name, stroke: colors[i % colors.length], width: 1.5, spanGaps: true, points: { show: false } })),
      one.rates);
    if (one.outstanding[0].length) {
      chart(`${one.title}: sent and not acknowledged`, 130, "B",
        [{ label: "outstanding", stroke: colors[0], width: 1, paths: uPlot.paths.stepped({ align: 1 }), spanGaps: true, points: { show: false } }],
        [one.outstanding]);
    }
  }

  if (courses.length) box.replaceChildren();
  for (const course of courses) {
    const heading = document.createElement("h3");
    heading.textContent = `${course.protocol}: ${course.title}`;
    box.append(heading);
    course.directions.forEach(direction);
  }

  new ResizeObserver(() => charts.forEach(plot => plot.setSize({ width: Math.max(280, box.clientWidth), height: plot.height }))).observe(box);

  return {
    draw: () => charts.forEach(plot => plot.setScale("x", { min: page.range[0], max: page.range[1] })),
    pointTo: (time, by) => {
      // Setting one moves those it is in step with.
      const plot = charts[0];
      if (!plot || by) return;
      isTold = true;
      plot.setCursor(time === null ? { left: -10, top: -10 } : { left: plot.valToPos(time, "x"), top: 10 });
      isTold = false;
    },
  };
}
