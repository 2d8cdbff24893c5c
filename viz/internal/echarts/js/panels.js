  // Small multiples: each panel a chart of its own, side by side where they fit.
  kinds.panels = async (el, spec, echarts) => {
    const head = node("div", "font:bold 15px system-ui,sans-serif;margin:4px 5px", spec.heading);
    const least = Math.floor((0.8 * spec.width) / spec.columns) - 8; // a little narrower is better than one below the other
    const box = node("div", `display:grid;gap:8px;max-width:${spec.width}px;grid-template-columns:repeat(auto-fit,minmax(min(100%,${least}px),1fr))`);
    el.append(head, box);
    for (const panel of spec.panels) {
      const place = node("div", "min-width:0");
      box.append(place);
      await kinds[panel.kind](place, panel, echarts);
    }
  };
