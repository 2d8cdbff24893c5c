// What the tests ask of a page, as window.proof. A figure is looked for within a scope: a notebook's panel, or the page.
window.proof = (() => {
  const all = (scope, selector) => [...scope.querySelectorAll(selector)];
  const charts = (scope) => all(scope, "figure > [id^=hsalab-]");
  const drawing = (chart) => chart.querySelector("canvas, svg");

  const colours = (canvas) => {
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer;
    return new Set(new Uint32Array(pixels)).size;
  };
  const blankDrawing = (el) =>
    el.tagName.toLowerCase() === "svg" ? el.querySelectorAll("*").length < 10 : colours(el) < 3;
  const blankPicture = (img) => {
    if (!img.complete || !img.naturalWidth) return true;
    const canvas = document.createElement("canvas");
    canvas.width = img.naturalWidth;
    canvas.height = img.naturalHeight;
    canvas.getContext("2d").drawImage(img, 0, 0);
    return colours(canvas) < 3;
  };

  // state counts what a scope shows. Pictures are the images that are seen, charts the figures that a script drew.
  const state = (scope) => {
    const drawn = charts(scope).filter((c) => c.dataset.drawn !== undefined);
    const images = all(scope, "figure img").filter((img) => img.offsetParent);
    return {
      Charts: drawn.length,
      Waiting: charts(scope).length - drawn.length,
      Blank: all(scope, "figure > [id^=hsalab-] canvas, figure > [id^=hsalab-] svg").filter(blankDrawing).length +
        images.filter(blankPicture).length,
      Pictures: images.length,
      Tables: all(scope, "figure table").length,
    };
  };

  // stale counts the charts whose text has not the colour of the page.
  const stale = (scope) =>
    charts(scope).filter((c) => {
      const name = c.querySelector("svg text");
      const rgb = (colour) => (colour.match(/\d+/g) || []).slice(0, 3).join();
      return name && rgb(getComputedStyle(name).fill) !== rgb(getComputedStyle(c).color);
    }).length;

  // places scrolls a chart into view and returns points of it that may answer the mouse: a lattice, and what has colour.
  const places = (scope, i) => {
    const chart = charts(scope)[i];
    const box = drawing(chart) || chart;
    box.scrollIntoView({ block: "center" });
    const r = box.getBoundingClientRect();
    const lattice = [[0.5, 0.5], [0.4, 0.35], [0.62, 0.6], [0.25, 0.5], [0.75, 0.4], [0.2, 0.3], [0.5, 0.25], [0.35, 0.7], [0.15, 0.45]];
    return [...lattice.slice(0, 3), ...coloured(box).map(([x, y]) => [(x - r.x) / r.width, (y - r.y) / r.height]), ...lattice.slice(3)]
      .map(([x, y]) => ({ X: r.x + r.width * x, Y: r.y + r.height * y }));
  };
  // coloured finds up to thirty places of marks: shapes of a drawing, or coloured pixels of a canvas, below the legend.
  const coloured = (box) => {
    const few = (list) => list.filter((_, i) => i % Math.ceil(list.length / 30) === 0);
    if (box.tagName.toLowerCase() === "svg") {
      const shapes = all(box, "path, circle, rect").map((p) => p.getBoundingClientRect()).filter((m) => m.width > 3 && m.height > 3).reverse();
      const small = shapes.filter((m) => m.width < 14 && m.height < 14).slice(0, 30);
      return [...small, ...few(shapes.filter((m) => m.width < 300))].map((m) => [m.x + m.width / 2, m.y + m.height / 2]);
    }
    const { data } = box.getContext("2d").getImageData(0, 0, box.width, box.height);
    const r = box.getBoundingClientRect(), found = [];
    for (let y = Math.floor(box.height * 0.15); y < box.height * 0.9; y += 3) {
      for (let x = Math.floor(box.width * 0.1); x < box.width * 0.95; x += 3) {
        const at = 4 * (y * box.width + x), rgb = [data[at], data[at + 1], data[at + 2]];
        if (data[at + 3] > 200 && Math.max(...rgb) - Math.min(...rgb) > 60) {
          found.push([r.x + (x * r.width) / box.width, r.y + (y * r.height) / box.height]);
        }
      }
    }
    return few(found);
  };
  // says is the text that a chart's figure shows.
  const says = (scope, i) => charts(scope)[i].closest("figure").innerText;

  // panel is the widget of a notebook that is open in JupyterLab.
  const panel = (path) => [...jupyterapp.shell.widgets("main")].find((w) => w.context && w.context.path === path);
  const open = async (path) => {
    const w = panel(path) || (await jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook" }));
    await w.context.ready;
    await w.sessionContext.ready;
    await w.revealed;
    // What the lab restores after a reload may come to the front later: hold on until this has stayed there.
    for (let quiet = 0; quiet < 10; quiet++) {
      if (!w.isVisible || jupyterapp.shell.currentWidget !== w) {
        jupyterapp.shell.activateById(w.id);
        quiet = 0;
      }
      await new Promise((done) => setTimeout(done, 100));
    }
  };
  const runAll = async (path) => {
    jupyterapp.shell.activateById(panel(path).id);
    await jupyterapp.commands.execute("notebook:run-all-cells");
    await panel(path).context.save();
  };
  const scroll = async (path) => {
    const box = panel(path).node.querySelector(".jp-WindowedPanel-outer");
    for (const share of [0.25, 0.5, 0.75, 1, 0.5, 0]) {
      box.scrollTop = share * (box.scrollHeight - box.clientHeight);
      await new Promise((done) => setTimeout(done, 150));
    }
  };
  const text = (path) => JSON.stringify(panel(path).content.model.toJSON());
  return { state, stale, places, says, panel, open, runAll, scroll, text };
})();
