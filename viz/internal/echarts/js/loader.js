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
  const inflate = (base64) => {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream);
  };
  const ready = inflate("@DATA@").text().then(evaluate);

  const number = (v) => (v == null ? "unknown" : String(Number(Number(v).toPrecision(4))));
  const kilo = 1024, mega = kilo * kilo;
  const size = (v) =>
    !Number.isInteger(v) || v < kilo ? number(v)
    : v % mega === 0 ? v / mega + "M"
    : v % kilo === 0 ? v / kilo + "K"
    : number(v);

  // A tooltip is built from text nodes, or elements made of them: nothing in it is ever read as markup.
  const lines = (texts) => {
    const box = document.createElement("div");
    box.style.cssText = "max-width:26em;white-space:pre-wrap;overflow-wrap:anywhere";
    texts.filter(Boolean).forEach((text, i) => {
      const line = document.createElement("div");
      line.append(text);
      if (i === 0) line.style.fontWeight = "bold";
      box.append(line);
    });
    return box;
  };

  // An element with a style, and children that are elements or texts.
  const node = (tag, css, ...children) => {
    const el = document.createElement(tag);
    el.style.cssText = css;
    el.append(...children);
    return el;
  };
  const row = (css, ...children) => node("div", "display:flex;flex-wrap:wrap;gap:4px;" + css, ...children);

  // A row of buttons of which one is pressed.
  const buttons = (names, pressed, press) => {
    const all = names.map((name, i) => {
      const b = node("button", "font:12px system-ui,sans-serif;padding:2px 8px;border:1px solid #8888;border-radius:4px;background:none;color:inherit;cursor:pointer", name);
      b.type = "button";
      b.addEventListener("click", () => set(i));
      return b;
    });
    const set = (i) => {
      all.forEach((b, k) => {
        b.setAttribute("aria-pressed", String(k === i));
        b.style.background = k === i ? "#8883" : "none";
      });
      press(i);
    };
    const box = row("margin:2px 0 4px", ...all);
    box.setAttribute("role", "group");
    return { box, set, start: () => set(pressed) };
  };

  // The colours of the page, light or dark: text takes that of the page.
  const themeOf = (el) => {
    const ink = getComputedStyle(el).color, [r, g, b] = ink.match(/[\d.]+/g).map(Number);
    const dark = 299 * r + 587 * g + 114 * b > 128000;
    return dark ? { ink, hidden: "#34373d", window: "#29445c", tip: "#24272c" } : { ink, hidden: "#e4e4e4", window: "#c9dcec", tip: "#fff" };
  };
  const inked = (option, { ink, hidden, tip }) => {
    for (const axis of [option.xAxis, option.yAxis]) {
      if (!axis) continue;
      axis.nameTextStyle = { color: ink };
      axis.axisLabel = { ...axis.axisLabel, color: ink };
      if (axis.axisLine) axis.axisLine.lineStyle = { color: ink };
      if (axis.splitLine && axis.splitLine.show) axis.splitLine.lineStyle = { color: ink, opacity: 0.15 };
    }
    for (const part of [...option.title, option.legend, option.visualMap]) {
      if (part) part.textStyle = { ...part.textStyle, color: ink };
    }
    if (option.tooltip) {
      const axisPointer = { lineStyle: { color: ink, opacity: 0.4 } };
      // Confined to its chart: a notebook cuts off what hangs over.
      Object.assign(option.tooltip, { backgroundColor: tip, textStyle: { color: ink }, axisPointer, confine: true });
    }
    if (option.grid && option.grid.backgroundColor) option.grid.backgroundColor = hidden;
    return option;
  };

  // The page's own switch between light and dark, as JupyterLab's, is an attribute of its root or body.
  const followPage = (el, show) => {
    let ink = themeOf(el).ink;
    const seen = new MutationObserver(() => requestAnimationFrame(() => {
      if (!el.isConnected) seen.disconnect();
      else if (themeOf(el).ink !== ink) { ink = themeOf(el).ink; show(); }
    }));
    for (const root of [document.documentElement, document.body]) seen.observe(root, { attributes: true });
  };

  // The names of a legend stand below one another where a row has no room for all, and push the chart down.
  const pen = document.createElement("canvas").getContext("2d"), nameRow = 24, symbol = 40;
  const nameRows = (names, width) => {
    pen.font = "12px sans-serif";
    let rows = 1, x = 0;
    for (const { name } of names) {
      const w = symbol + pen.measureText(name).width;
      if (x > 0 && x + w > width - 12) { rows++; x = 0; }
      x += w;
    }
    return rows;
  };

  // A chart in a box of its own inside el, which follows the size and the
  // colours of the page. dress sets what depends on those colours.
  const chartIn = (el, spec, option, echarts, dress = () => {}) => {
    const box = node("div", `width:100%;max-width:${spec.width}px;height:${spec.height}px`);
    el.append(box);
    const top = Number(option.grid.top), wraps = option.legend && option.legend.type === "plain";
    const fit = () => { // says whether the chart must be drawn anew
      const pushed = wraps ? nameRow * (nameRows(option.legend.data, box.clientWidth) - 1) : 0, was = option.grid.top;
      option.grid.top = top + pushed;
      box.style.height = `${spec.height + pushed}px`;
      return option.grid.top !== was;
    };
    fit();
    const chart = echarts.init(box, null, { renderer: spec.renderer });
    const show = () => {
      const theme = themeOf(el);
      dress(theme);
      chart.setOption(inked(option, theme));
    };
    show();
    new ResizeObserver(() => {
      const anew = fit();
      chart.resize();
      if (anew) show();
    }).observe(box);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
    followPage(el, show);
    return { chart, box, show };
  };

  const kinds = {};
@KINDS@
  const draw = async (el, spec) => {
    const fallback = [...el.childNodes];
    try {
      const echarts = await ready;
      const made = document.createElement("div");
      el.replaceChildren(made);
      await kinds[spec.kind](made, spec, echarts);
      if (made.querySelector("button")) el.setAttribute("role", "group"); // what can be pressed is more than an image
      el.dataset.drawn = "true";
    } catch (error) {
      el.replaceChildren(...fallback);
      console.error("hsalab: the interactive chart failed, its picture stays:", error);
    }
  };
  window[key] = { ready, draw };
})();
