  // A heat map: cells of one layer at a time, marks over them, every layer's
  // value on hover.
  const outlined = (params, api) => {
    const [x, y] = api.coord([api.value(0), api.value(1)]), [w, h] = api.size([1, 1]);
    const W = Math.max(w, 6), H = Math.max(h, 6), shape = { x: x - W / 2, y: y - H / 2, width: W, height: H };
    const frame = (stroke, lineWidth) => ({ type: "rect", shape, style: { fill: "none", stroke, lineWidth } });
    return { type: "group", silent: true, children: [frame("#fff", 4), frame("#d55e00", 2)] };
  };
  const dotted = (params, api) => {
    const [x, y] = api.coord([api.value(0), api.value(1)]), [w, h] = api.size([1, 1]);
    const r = Math.min(Math.max(Math.min(w, h) * 0.22, 1.5), 4);
    return { type: "circle", silent: true, shape: { cx: x, cy: y, r }, style: { fill: "#fff", stroke: "#000", lineWidth: 0.8 } };
  };
  const filled = (color) => (params, api) => {
    const [x, y] = api.coord([api.value(0), api.value(1)]), [w, h] = api.size([1, 1]);
    return { type: "rect", silent: true, shape: { x: x - w / 2, y: y - h / 2, width: w, height: h }, style: { fill: color() } };
  };
  const ruled = (params, api) => {
    const [x] = api.coord([0, 0]), [w] = api.size([1, 1]), at = x + w * api.value(0), { y, height } = params.coordSys;
    const line = (stroke, lineWidth, lineDash) => ({ type: "line", shape: { x1: at, y1: y, x2: at, y2: y + height }, style: { stroke, lineWidth, lineDash } });
    return { type: "group", silent: true, children: [line("#fff", 3), line("#000", 1.2, [5, 4])] };
  };

  // Black or white, whichever reads on a colour written as #rrggbb.
  const inkOn = (hex) => {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
    return 299 * r + 587 * g + 114 * b > 128000 ? "#000" : "#fff";
  };
  const colorAt = (colors, t) => {
    const x = Math.min(1, Math.max(0, t)) * (colors.length - 1), i = Math.min(Math.floor(x), colors.length - 2), f = x - i;
    const part = (c, k) => parseInt(c.slice(k, k + 2), 16);
    return "#" + [1, 3, 5].map((k) => Math.round(part(colors[i], k) * (1 - f) + part(colors[i + 1], k) * f).toString(16).padStart(2, "0")).join("");
  };

  kinds.heatmap = (el, spec, echarts) => {
    const option = spec.option, theme = { window: "" }, marks = {}, kept = { shown: 0 };
    const has = (name, r, c) => (marks[name] || []).some(([x, y]) => x === c && y === r);
    const render = { gold: outlined, picked: dotted, "in the window": filled(() => theme.window) };
    option.series.slice(1).forEach((s) => {
      marks[s.name] = s.data;
      if (s.type === "custom") s.renderItem = spec.rule != null && !render[s.name] ? ruled : render[s.name];
    });
    const fill = (shown) => {
      const layer = spec.layers[shown], colors = layer.colors, data = [];
      const label = (v, note) => { // interval and number below one another: cells are narrow
        const color = inkOn(colorAt(colors, (v - layer.min) / (layer.max - layer.min)));
        return {
          show: true, formatter: () => `{v|${number(v)}}` + note.split(" n=").map((part, i) => part && `\n{n|${i ? "n=" : ""}${part}}`).join(""),
          rich: { v: { color, align: "center", fontSize: 12, lineHeight: 16 }, n: { color, align: "center", fontSize: 9, lineHeight: 12 } },
        };
      };
      layer.cells.forEach((row, r) => row.forEach((v, c) => {
        if (v !== null) data.push(layer.notes ? { value: [c, r, v], label: label(v, layer.notes[r][c]) } : [c, r, v]);
      }));
      option.series[0].data = data;
      Object.assign(option.visualMap, { min: layer.min, max: layer.max, precision: layer.precision, inRange: { color: colors } });
      if (option.title[1]) option.title[1].text = layer.value;
      kept.shown = shown;
    };
    option.tooltip.formatter = ({ data }) => {
      const [c, r] = data.value || data;
      const value = (l) => `${l.value}: ${number(l.cells[r][c])}` + (l.peaks ? ` (maximum at ${l.peaks[r][c]})` : "");
      const first = spec.layers[kept.shown];
      return lines([
        value(first), ...spec.layers.filter((l) => l !== first).map(value),
        `${spec.y}: ${spec.rows[r]}` + (spec.asked ? ` ${spec.asked[r]}` : ""),
        `${spec.x}: ${spec.cols[c]}`,
        first.notes && first.notes[r][c],
        ["gold", "picked"].filter((name) => has(name, r, c)).join(", "),
        spec.text && spec.text[c],
      ]);
    };
    const room = (spec.height - option.grid.top - option.grid.bottom) / spec.rows.length, named = 15; // pixels a row, and a name
    option.yAxis.axisLabel.interval = 2 ** Math.max(0, Math.ceil(Math.log2(named / room))) - 1;
    fill(0);
    let drawn;
    if (spec.layers.length > 1) {
      const choice = buttons(spec.layers.map((l) => l.value), 0, (i) => { fill(i); if (drawn) drawn.show(); });
      el.append(choice.box);
      choice.start();
    }
    drawn = chartIn(el, spec, option, echarts, (now) => {
      Object.assign(theme, now);
      for (const s of option.series) { // what only the legend shows
        if (s.type === "line") s.itemStyle = { color: theme.hidden };
        if (s.name === "in the window") s.itemStyle = { color: theme.window };
      }
    });
  };
