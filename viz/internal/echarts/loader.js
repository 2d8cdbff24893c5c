(() => {
  const key = "@KEY@";
  if (window[key]) return;

  // The library is evaluated as CommonJS, out of reach of a global require.js,
  // by an inline script: that needs no eval, which a strict page forbids.
  const evaluate = (source) => {
    const slot = key + "-module", script = document.createElement("script");
    script.textContent = `window[${JSON.stringify(slot)}]=function(exports,module,define){${source}\n}`;
    document.head.append(script);
    const module = { exports: {} };
    window[slot](module.exports, module, undefined);
    delete window[slot];
    script.remove();
    return module.exports;
  };
  const inflate = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };
  const ready = inflate("@DATA@").then(evaluate);

  const number = (v) => (v == null ? "unknown" : String(Number(Number(v).toPrecision(4))));
  const kilo = 1024, mega = kilo * kilo;
  const size = (v) =>
    !Number.isInteger(v) || v < kilo ? number(v)
    : v % mega === 0 ? v / mega + "M"
    : v % kilo === 0 ? v / kilo + "K"
    : number(v);

  // A tooltip is built from text nodes: nothing in it is ever read as markup.
  const lines = (texts) => {
    const box = document.createElement("div");
    box.style.cssText = "max-width:26em;white-space:pre-wrap;overflow-wrap:anywhere";
    texts.filter(Boolean).forEach((text, i) => {
      const line = document.createElement("div");
      line.textContent = text;
      if (i === 0) line.style.fontWeight = "bold";
      box.append(line);
    });
    return box;
  };

  // Interval bars, outlines of gold cells and dots of picked ones.
  const interval = (color) => (params, api) => {
    const { y: top, height } = params.coordSys, inside = (y) => Math.min(Math.max(y, top), top + height);
    const x = api.coord([api.value(0), 0])[0], end = (i) => inside(api.coord([0, api.value(i)])[1]), low = end(1), high = end(2);
    const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 1.2 } });
    return { type: "group", silent: true, children: [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)] };
  };
  const gold = (params, api) => {
    const [x, y] = api.coord([api.value(0), api.value(1)]), [w, h] = api.size([1, 1]);
    const W = Math.max(w, 6), H = Math.max(h, 6), shape = { x: x - W / 2, y: y - H / 2, width: W, height: H };
    const frame = (stroke, lineWidth) => ({ type: "rect", shape, style: { fill: "none", stroke, lineWidth } });
    return { type: "group", silent: true, children: [frame("#fff", 4), frame("#d55e00", 2)] };
  };
  const picked = (params, api) => {
    const [x, y] = api.coord([api.value(0), api.value(1)]), [w, h] = api.size([1, 1]);
    const r = Math.min(Math.max(Math.min(w, h) * 0.22, 1.5), 4);
    return { type: "circle", silent: true, shape: { cx: x, cy: y, r }, style: { fill: "#fff", stroke: "#000", lineWidth: 0.8 } };
  };

  const heatmap = (spec) => {
    const option = spec.option, cells = [], has = (marks, r, c) => marks.some(([x, y]) => x === c && y === r);
    spec.cells.forEach((row, r) => row.forEach((v, c) => { if (v !== null) cells.push([c, r, v]); }));
    option.series[0].data = cells;
    const marks = { gold: [], picked: [] };
    option.series.slice(1).forEach((s) => {
      marks[s.name] = s.data;
      if (s.type === "custom") s.renderItem = s.name === "gold" ? gold : picked;
    });
    option.tooltip.formatter = ({ data: [c, r, v] }) => lines([
      `${spec.value}: ${number(v)}`,
      `${spec.y}: ${spec.rows[r]}`,
      `${spec.x}: ${spec.cols[c]}` + (spec.peaks ? ` (maximum at ${spec.peaks[r][c]})` : ""),
      [has(marks.gold, r, c) && "gold", has(marks.picked, r, c) && "picked"].filter(Boolean).join(", "),
      spec.text && spec.text[c],
    ]);
    return option;
  };

  const curve = (spec) => {
    const option = spec.option, x = spec.log2 ? size : number;
    // An axis that ends between two ticks gets a tick at its end: leave it unnamed.
    const ticks = (axis, step, format) => (t) => {
      const i = (t - axis.min) / step;
      return Math.abs(i - Math.round(i)) < 1e-6 ? format(t) : "";
    };
    option.xAxis.axisLabel.formatter = ticks(option.xAxis, spec.xStep, spec.log2 ? (t) => size(Math.pow(2, t)) : number);
    option.yAxis.axisLabel.formatter = ticks(option.yAxis, spec.yStep, number);
    option.series.forEach((s) => { if (s.type === "custom") s.renderItem = interval(s.itemStyle.color); });
    option.tooltip.formatter = ({ seriesName, data }) => {
      const [, y, low, high, n, at] = data;
      return lines([
        seriesName,
        `${spec.x}: ${x(at)}`,
        `${spec.y}: ${number(y)}` + (low == null ? "" : ` [${number(low)}, ${number(high)}]`),
        n ? `n=${n}` : "",
      ]);
    };
    return option;
  };
  const kinds = { heatmap, curve };

  // Text takes the colour of the page, light or dark.
  const inked = (option, el) => {
    const ink = getComputedStyle(el).color;
    for (const axis of [option.xAxis, option.yAxis]) {
      axis.nameTextStyle = { color: ink };
      axis.axisLabel = { ...axis.axisLabel, color: ink };
      if (axis.axisLine) axis.axisLine.lineStyle = { color: ink };
      if (axis.splitLine && axis.splitLine.show) axis.splitLine.lineStyle = { color: ink, opacity: 0.15 };
    }
    for (const part of [...option.title, option.legend, option.visualMap]) {
      if (part) part.textStyle = { ...part.textStyle, color: ink };
    }
    return option;
  };

  const draw = async (el, spec) => {
    const box = document.createElement("div"), fallback = [...el.childNodes];
    try {
      const echarts = await ready;
      box.style.cssText = `width:100%;max-width:${spec.width}px;height:${spec.height}px`;
      const option = kinds[spec.kind](spec);
      el.replaceChildren(box);
      const chart = echarts.init(box, null, { renderer: spec.renderer });
      chart.setOption(inked(option, el));
      new ResizeObserver(() => chart.resize()).observe(box);
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.setOption(inked(option, el)));
    } catch (error) {
      el.replaceChildren(...fallback);
      console.error("hsalab: the interactive chart failed, its picture stays:", error);
    }
  };
  window[key] = { ready, draw };
})();
