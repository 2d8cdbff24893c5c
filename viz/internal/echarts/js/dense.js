  // A map of up to a million cells, a byte each: what the screen shows is the
  // maximum of the cells under each pixel, at every zoom.
  const HIDDEN = 0, WINDOW = 1, VALUE = 2, GOLD = 1, PICKED = 2, MOST_DOTS = 600;

  // held unpacks the cells of a map: the byte, marks and names of each.
  const held = async (spec) => {
    const [rows, cols] = spec.held, n = rows * cols;
    const bytes = new Uint8Array(await inflate(spec.packed).arrayBuffer());
    const names = spec.names ? JSON.parse(await inflate(spec.names).text()) : {};
    const planes = spec.dense.map((layer, i) => bytes.subarray(i * n, (i + 1) * n)), marks = bytes.subarray(spec.dense.length * n);
    const marked = [];
    marks.forEach((m, i) => { if (m) marked.push({ r: Math.floor(i / cols), c: i % cols, gold: m & GOLD, picked: m & PICKED }); });

    const value = ({ low, high, levels }, code) => low + ((code - VALUE) / (levels - 1)) * (high - low);
    const list = [names.rows, names.cols];
    const name = (axis, i) => {
      const first = spec.from[axis] + i * spec.step[axis], last = first + spec.step[axis] - 1;
      const one = (k) => (list[axis] && list[axis][k - spec.from[axis]] !== undefined ? list[axis][k - spec.from[axis]] : String(k));
      return last > first ? `${one(first)}–${one(last)}` : one(first);
    };
    const tick = (axis) => (v) => {
      if (!Number.isInteger(v) || v < 0 || v >= spec.held[axis]) return "";
      return spec.step[axis] > 1 ? String(spec.from[axis] + v * spec.step[axis]) : name(axis, v);
    };
    const said = (i, at) => {
      const layer = spec.dense[i], code = planes[i][at];
      if (code < VALUE) return `${layer.value}: ${code === WINDOW ? "in the window" : "not visible"}`;
      const half = (layer.high - layer.low) / (layer.levels - 1) / 2;
      return `${layer.value}: ${number(value(layer, code))} ± ${Number(half.toPrecision(1))}`;
    };
    const describe = ({ r, c }, shown) => {
      const at = r * cols + c, others = spec.dense.map((l, i) => i).filter((i) => i !== shown);
      return lines([
        ...[shown, ...others].map((i) => said(i, at)),
        `${spec.y}: ${name(0, r)}` + (names.asked ? ` ${names.asked[r * spec.step[0]]}` : ""),
        `${spec.x}: ${name(1, c)}`,
        [marks[at] & GOLD && "gold", marks[at] & PICKED && "picked"].filter(Boolean).join(", "),
        names.text && names.text[c * spec.step[1]],
      ]);
    };
    return { rows, cols, planes, marked, value, tick, describe };
  };

  // edges cuts the cells from a to b into at most n equal parts.
  const edges = (a, b, n) => {
    const parts = Math.max(1, Math.min(n, b - a));
    return Array.from({ length: parts + 1 }, (_, i) => a + Math.floor(((b - a) * i) / parts));
  };

  // painted draws the cells of a view on a canvas of at most width × height.
  const painted = (codes, cols, colors, view, width, height) => {
    const xs = edges(view.c0, view.c1, width), ys = edges(view.r0, view.r1, height), W = xs.length - 1, H = ys.length - 1;
    const canvas = document.createElement("canvas"), line = new Uint8Array(W);
    Object.assign(canvas, { width: W, height: H });
    const ctx = canvas.getContext("2d"), image = ctx.createImageData(W, H);
    for (let y = 0; y < H; y++) {
      line.fill(0);
      for (let r = ys[y]; r < ys[y + 1]; r++) {
        for (let x = 0, base = r * cols; x < W; x++) {
          for (let c = xs[x]; c < xs[x + 1]; c++) if (codes[base + c] > line[x]) line[x] = codes[base + c];
        }
      }
      for (let x = 0; x < W; x++) image.data.set(colors[line[x]], 4 * (y * W + x));
    }
    ctx.putImageData(image, 0, 0);
    return canvas;
  };

  // colorsOf returns the colour of each byte of a layer.
  const colorsOf = (layer, value, theme) => {
    const rgba = (hex) => [...[1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)), 255], out = [rgba(theme.hidden), rgba(theme.window)];
    for (let k = 0; k < layer.levels; k++) out.push(rgba(colorAt(layer.colors, (value(layer, k + VALUE) - layer.min) / (layer.max - layer.min))));
    return out;
  };

  // marksIn draws the marks of a view; the dots only where they are few.
  const marksIn = (map, view, api) => {
    const seen = map.marked.filter(({ r, c }) => r >= view.r0 && r < view.r1 && c >= view.c0 && c < view.c1);
    return seen.flatMap((m) => {
      const at = { coord: api.coord, size: api.size, value: (k) => (k === 0 ? m.c : m.r) };
      return [m.picked && seen.length <= MOST_DOTS && dotted(null, at), m.gold && outlined(null, at)].filter(Boolean);
    });
  };

  // pointed answers the mouse: hover tells of the cell, a drag zooms in, a double
  // click goes back.
  const pointed = ({ chart, box }, tell, zoom, reset) => {
    const zr = chart.getZr(), inside = (e) => chart.containPixel({ gridIndex: 0 }, [e.offsetX, e.offsetY]);
    const tip = node("div", "position:absolute;display:none;pointer-events:none;z-index:9;padding:6px 9px;border:1px solid #8888;border-radius:4px;font:13px/1.4 system-ui,sans-serif;max-width:22em");
    const band = node("div", "position:absolute;display:none;pointer-events:none;border:1px dashed #fff;outline:1px dashed #000");
    box.style.position = "relative";
    box.append(tip, band);
    zr.setCursorStyle("crosshair");
    let from = null;
    const hide = () => { tip.style.display = "none"; };
    const hover = (e) => {
      if (!inside(e)) return hide();
      const { content, paper } = tell(e.offsetX, e.offsetY), right = e.offsetX > box.clientWidth / 2;
      tip.replaceChildren(content);
      Object.assign(tip.style, {
        display: "block", background: paper, top: `${e.offsetY + 14}px`,
        left: right ? "" : `${e.offsetX + 14}px`, right: right ? `${box.clientWidth - e.offsetX + 14}px` : "",
      });
    };
    zr.on("mousedown", (e) => { from = inside(e) ? [e.offsetX, e.offsetY] : null; });
    zr.on("mousemove", (e) => {
      if (!from) return hover(e);
      const [x, y] = from, w = Math.abs(e.offsetX - x), h = Math.abs(e.offsetY - y);
      Object.assign(band.style, { display: w + h > 8 ? "block" : "none", left: `${Math.min(x, e.offsetX)}px`, top: `${Math.min(y, e.offsetY)}px`, width: `${w}px`, height: `${h}px` });
    });
    zr.on("mouseup", (e) => {
      const start = from;
      from = null;
      band.style.display = "none";
      if (!start || Math.abs(e.offsetX - start[0]) + Math.abs(e.offsetY - start[1]) <= 8) return;
      hide();
      zoom(start, [e.offsetX, e.offsetY]);
    });
    zr.on("globalout", hide);
    zr.on("dblclick", () => { hide(); reset(); });
  };

  kinds.dense = async (el, spec, echarts) => {
    const map = await held(spec), { rows, cols, planes } = map, option = spec.option;
    const all = () => ({ r0: 0, r1: rows, c0: 0, c1: cols });
    let view = all(), shown = 0, theme, picture = {}, drawn;

    option.series[0].renderItem = (params, api) => {
      const { x, y, width, height } = params.coordSys, ratio = window.devicePixelRatio || 1;
      const of = [shown, theme.hidden, width, height, Object.values(view)].join();
      if (picture.of !== of) {
        const colors = colorsOf(spec.dense[shown], map.value, theme);
        picture = { of, canvas: painted(planes[shown], cols, colors, view, Math.round(width * ratio), Math.round(height * ratio)) };
      }
      const image = { type: "image", silent: true, style: { image: picture.canvas, x, y, width, height } };
      return { type: "group", silent: true, children: [image, ...marksIn(map, view, api)] };
    };
    option.xAxis.axisLabel.formatter = map.tick(1);
    option.yAxis.axisLabel.formatter = map.tick(0);
    const dress = (now) => {
      theme = now;
      const { min, max, colors } = spec.dense[shown];
      Object.assign(option.xAxis, { min: view.c0 - 0.5, max: view.c1 - 0.5 });
      Object.assign(option.yAxis, { min: view.r0 - 0.5, max: view.r1 - 0.5 });
      Object.assign(option.visualMap, { min, max, inRange: { color: colors } });
    };
    if (spec.dense.length > 1) {
      const choice = buttons(spec.dense.map((l) => l.value), 0, (i) => { shown = i; if (drawn) drawn.show(); });
      el.append(choice.box);
      choice.start();
    }
    drawn = chartIn(el, spec, option, echarts, dress);

    const cellAt = (p) => drawn.chart.convertFromPixel({ gridIndex: 0 }, p).map(Math.round);
    const clamp = (v, a, b) => Math.min(Math.max(v, a), b - 1);
    const tell = (x, y) => { // of the greatest cell that the pixel shows
      const [left, top] = cellAt([x - 0.5, y - 0.5]), [right, low] = cellAt([x + 0.5, y + 0.5]), codes = planes[shown];
      let best = null;
      for (let r = clamp(top, view.r0, view.r1); r <= clamp(low, view.r0, view.r1); r++) {
        for (let c = clamp(left, view.c0, view.c1); c <= clamp(right, view.c0, view.c1); c++) {
          if (!best || codes[r * cols + c] > codes[best.r * cols + best.c]) best = { r, c };
        }
      }
      return { content: map.describe(best, shown), paper: theme.tip };
    };
    const look = (next) => {
      view = next;
      drawn.show();
    };
    const zoom = (p, q) => {
      const [a, b] = [cellAt(p), cellAt(q)];
      const cut = (k, low, high) => [clamp(Math.min(a[k], b[k]), low, high), clamp(Math.max(a[k], b[k]), low, high) + 1];
      const [c0, c1] = cut(0, view.c0, view.c1), [r0, r1] = cut(1, view.r0, view.r1);
      look({ r0, r1, c0, c1 });
    };
    pointed(drawn, tell, zoom, () => look(all()));
  };
