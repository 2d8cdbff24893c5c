  // A map of up to a million cells, a byte each: what the screen shows is the
  // maximum of the cells under each pixel, at every zoom.
  const HIDDEN = 0, WINDOW = 1, VALUE = 2, GOLD = 1, PICKED = 2, MOST_DOTS = 600;
  const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

  // binned returns, for each of n bins over cells from to to, its first and last.
  const binned = (from, to, n) => {
    const edges = [], bins = Math.max(1, Math.min(n, to - from));
    for (let i = 0; i <= bins; i++) edges.push(from + Math.floor(((to - from) * i) / bins));
    return edges;
  };

  kinds.dense = async (el, spec, echarts) => {
    const [rows, cols] = spec.held, n = rows * cols, option = spec.option;
    const bytes = new Uint8Array(await inflate(spec.packed).arrayBuffer());
    const names = spec.names ? JSON.parse(await inflate(spec.names).text()) : {};
    const plane = (i) => bytes.subarray(i * n, (i + 1) * n), marks = plane(spec.dense.length);
    const marked = [];
    marks.forEach((m, i) => { if (m) marked.push(i); });
    const all = () => ({ r0: 0, r1: rows, c0: 0, c1: cols });
    let view = all(), shown = 0, theme, picture = null, drawn;

    const valueOf = (layer, code) => layer.low + ((code - VALUE) / (layer.levels - 1)) * (layer.high - layer.low);
    const span = (list, axis, i) => {
      const first = spec.from[axis] + i * spec.step[axis], last = first + spec.step[axis] - 1;
      const name = (k) => (list && list[k - spec.from[axis]] !== undefined ? list[k - spec.from[axis]] : String(k));
      return spec.step[axis] > 1 ? `${name(first)}–${name(last)}` : name(first);
    };
    const tableOf = () => {
      const layer = spec.dense[shown], colors = layer.colors, out = [rgb(theme.hidden), rgb(theme.window)];
      for (let k = 0; k < layer.levels; k++) out.push(rgb(colorAt(colors, (valueOf(layer, k + VALUE) - layer.min) / (layer.max - layer.min))));
      return out;
    };
    const painted = (width, height) => {
      const xs = binned(view.c0, view.c1, width), ys = binned(view.r0, view.r1, height), codes = plane(shown), colors = tableOf();
      const W = xs.length - 1, H = ys.length - 1, canvas = document.createElement("canvas");
      canvas.width = W;
      canvas.height = H;
      const ctx = canvas.getContext("2d"), image = ctx.createImageData(W, H);
      const line = new Uint8Array(W);
      for (let y = 0; y < H; y++) {
        line.fill(0);
        for (let r = ys[y]; r < ys[y + 1]; r++) {
          for (let x = 0, base = r * cols; x < W; x++) {
            for (let c = xs[x]; c < xs[x + 1]; c++) if (codes[base + c] > line[x]) line[x] = codes[base + c];
          }
        }
        for (let x = 0; x < W; x++) image.data.set([...colors[line[x]], 255], 4 * (y * W + x));
      }
      ctx.putImageData(image, 0, 0);
      return canvas;
    };

    const inView = (i) => {
      const r = Math.floor(i / cols), c = i % cols;
      return r >= view.r0 && r < view.r1 && c >= view.c0 && c < view.c1;
    };
    const marksIn = (api) => {
      const seen = marked.filter(inView), dots = seen.length <= MOST_DOTS, out = [];
      for (const i of seen) {
        const at = { coord: api.coord, size: api.size, value: (k) => (k === 0 ? i % cols : Math.floor(i / cols)) };
        if (marks[i] & PICKED && dots) out.push(dotted(null, at));
        if (marks[i] & GOLD) out.push(outlined(null, at));
      }
      return out;
    };
    option.series[0].renderItem = (params, api) => {
      const { x, y, width, height } = params.coordSys, ratio = window.devicePixelRatio || 1;
      const mark = [shown, theme.hidden, width, height, JSON.stringify(view)].join();
      if (!picture || picture.mark !== mark) picture = { mark, canvas: painted(Math.round(width * ratio), Math.round(height * ratio)) };
      const map = { type: "image", silent: true, style: { image: picture.canvas, x, y, width, height } };
      return { type: "group", silent: true, children: [map, ...marksIn(api)] };
    };
    const name = (list, axis) => (v) => (Number.isInteger(v) && v >= 0 && v < spec.held[axis] ? (spec.step[axis] > 1 ? String(spec.from[axis] + v * spec.step[axis]) : span(list, axis, v)) : "");
    option.xAxis.axisLabel.formatter = name(names.cols, 1);
    option.yAxis.axisLabel.formatter = name(names.rows, 0);
    const dress = (now) => {
      theme = now;
      Object.assign(option.xAxis, { min: view.c0 - 0.5, max: view.c1 - 0.5 });
      Object.assign(option.yAxis, { min: view.r0 - 0.5, max: view.r1 - 0.5 });
      Object.assign(option.visualMap, { min: spec.dense[shown].min, max: spec.dense[shown].max, inRange: { color: spec.dense[shown].colors } });
    };

    if (spec.dense.length > 1) {
      const choice = buttons(spec.dense.map((l) => l.value), 0, (i) => { shown = i; if (drawn) drawn.show(); });
      el.append(choice.box);
      choice.start();
    }
    drawn = chartIn(el, spec, option, echarts, dress);
    const { chart, box } = drawn, zr = chart.getZr();
    chart.getZr().setCursorStyle("crosshair");

    // The cell under a point: the greatest of those that its pixel shows.
    const cellAt = (x, y) => {
      if (!chart.containPixel({ gridIndex: 0 }, [x, y])) return null;
      const [left, top] = chart.convertFromPixel({ gridIndex: 0 }, [x - 0.5, y - 0.5]), [right, low] = chart.convertFromPixel({ gridIndex: 0 }, [x + 0.5, y + 0.5]);
      const near = (v, a, b) => Math.min(Math.max(Math.round(v), a), b - 1), codes = plane(shown);
      let best = null;
      for (let r = near(top, view.r0, view.r1); r <= near(low, view.r0, view.r1); r++) {
        for (let c = near(left, view.c0, view.c1); c <= near(right, view.c0, view.c1); c++) {
          if (!best || codes[r * cols + c] > codes[best.r * cols + best.c]) best = { r, c };
        }
      }
      return best;
    };
    const describe = ({ r, c }) => {
      const at = r * cols + c, layers = [spec.dense[shown], ...spec.dense.filter((l, i) => i !== shown)];
      const value = (layer) => {
        const code = plane(spec.dense.indexOf(layer))[at];
        if (code === HIDDEN || code === WINDOW) return `${layer.value}: ${code === WINDOW ? "in the window" : "not visible"}`;
        const half = (layer.high - layer.low) / (layer.levels - 1) / 2;
        return `${layer.value}: ${number(valueOf(layer, code))} ± ${Number(half.toPrecision(1))}`;
      };
      return lines([
        ...layers.map(value), `${spec.y}: ${span(names.rows, 0, r)}` + (names.asked ? ` ${names.asked[r * spec.step[0]]}` : ""), `${spec.x}: ${span(names.cols, 1, c)}`,
        [marks[at] & GOLD && "gold", marks[at] & PICKED && "picked"].filter(Boolean).join(", "),
        names.text && names.text[c * spec.step[1]],
      ]);
    };

    const tip = node("div", "position:absolute;display:none;pointer-events:none;z-index:9;padding:6px 9px;border:1px solid #8888;border-radius:4px;font:13px/1.4 system-ui,sans-serif;max-width:22em");
    const band = node("div", "position:absolute;display:none;pointer-events:none;border:1px dashed #fff;outline:1px dashed #000");
    box.style.position = "relative";
    box.append(tip, band);
    let from = null;
    const hover = (x, y) => {
      const cell = cellAt(x, y);
      tip.style.display = cell ? "block" : "none";
      if (!cell) return;
      tip.style.background = theme.tip;
      tip.replaceChildren(describe(cell));
      const right = x > box.clientWidth / 2;
      Object.assign(tip.style, { top: `${y + 14}px`, left: right ? "" : `${x + 14}px`, right: right ? `${box.clientWidth - x + 14}px` : "" });
    };
    zr.on("mousedown", (e) => { from = chart.containPixel({ gridIndex: 0 }, [e.offsetX, e.offsetY]) ? [e.offsetX, e.offsetY] : null; });
    zr.on("mousemove", (e) => {
      if (from) {
        const [x, y] = from, w = Math.abs(e.offsetX - x), h = Math.abs(e.offsetY - y);
        Object.assign(band.style, { display: w + h > 8 ? "block" : "none", left: `${Math.min(x, e.offsetX)}px`, top: `${Math.min(y, e.offsetY)}px`, width: `${w}px`, height: `${h}px` });
      } else hover(e.offsetX, e.offsetY);
    });
    const zoom = (next) => {
      view = next;
      tip.style.display = "none";
      drawn.show();
    };
    zr.on("mouseup", (e) => {
      const start = from;
      from = null;
      band.style.display = "none";
      if (!start || Math.abs(e.offsetX - start[0]) + Math.abs(e.offsetY - start[1]) <= 8) return;
      const a = chart.convertFromPixel({ gridIndex: 0 }, start), b = chart.convertFromPixel({ gridIndex: 0 }, [e.offsetX, e.offsetY]);
      const cut = (k, low, high) => [Math.max(low, Math.round(Math.min(a[k], b[k]))), Math.min(high, Math.round(Math.max(a[k], b[k])) + 1)];
      const [c0, c1] = cut(0, view.c0, view.c1), [r0, r1] = cut(1, view.r0, view.r1);
      if (c1 > c0 && r1 > r0) zoom({ r0, r1, c0, c1 });
    });
    zr.on("globalout", () => { tip.style.display = "none"; });
    zr.on("dblclick", () => zoom(all()));
  };
