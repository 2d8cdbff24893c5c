  // One retrieval, a step at a time; arrow keys move too.
  const svgNode = (tag, attributes) => {
    const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [k, v] of Object.entries(attributes)) el.setAttribute(k, v);
    return el;
  };

  kinds.walk = (el, spec) => {
    const { picks, chunks, gold, total } = spec;
    const isGold = (chunk) => gold.some((g) => g.chunk === chunk), isPicked = (chunk) => picks.some((p) => p.chunk === chunk);
    const said = node("div", "min-height:1.4em;opacity:.8;font-size:13px", "\u00a0");
    const tell = (target, text) => target.addEventListener("mouseenter", () => { said.textContent = text; });

    // Scores: a stem a chunk, those picked on top.
    const scoreView = () => {
      const W = 680, H = 120, scores = [0, ...chunks.map((c) => c.score)], high = Math.max(...scores), low = Math.min(...scores);
      const y = (v) => 6 + ((H - 12) * (high - v)) / (high - low || 1), x = (c) => ((c + 0.5) / total) * W, w = Math.max(0.8, (W / total) * 0.6);
      const svg = svgNode("svg", { viewBox: `0 0 ${W} ${H}`, width: "100%", role: "img", "aria-label": spec.steps[1][0] });
      const stem = ({ chunk, score }, color, width) => {
        const line = svgNode("line", { x1: x(chunk), x2: x(chunk), y1: y(0), y2: y(score), stroke: color, "stroke-width": width, "data-chunk": chunk });
        tell(line, `chunk ${chunk}: score ${number(score)}` + (isGold(chunk) ? ", gold" : "") + (isPicked(chunk) ? ", picked" : ""));
        svg.append(line);
      };
      gold.forEach(({ chunk, score }) => {
        const ends = [y(0), y(score === null ? 0 : score)], top = Math.min(...ends), half = Math.max(w / 2 + 2, 4);
        svg.append(svgNode("rect", { x: x(chunk) - half, y: top - 3, width: 2 * half, height: Math.max(...ends) - top + 6, fill: "none", stroke: "#d55e00", "stroke-width": 2 }));
      });
      chunks.forEach((c) => stem(c, "#8a8a8a", w));
      picks.forEach((p, i) => stem(p, spec.lines[i], Math.max(w, 3)));
      return svg;
    };

    const stickView = () => {
      const stick = node("div", "display:flex;height:34px;border-radius:4px;overflow:hidden");
      const part = (share, color, ink, text, hint) => {
        const piece = node("div", `width:${100 * share}%;background:${color};color:${ink};font:12px/34px system-ui,sans-serif;text-align:center;overflow:hidden;white-space:nowrap;border-right:1px solid #fff`, share > 0.085 ? text : "");
        piece.dataset.weight = String(share);
        tell(piece, hint);
        stick.append(piece);
      };
      picks.forEach((p, i) => part(p.weight, spec.lines[i], inkOn(spec.lines[i]), `${p.chunk}: ${number(p.weight)}`, `chunk ${p.chunk}: weight ${number(p.weight)}, score ${number(p.score)}` + (isGold(p.chunk) ? ", gold" : "")));
      part(spec.left, "#8885", "inherit", `left: ${number(spec.left)}`, `left of the stick: ${number(spec.left)}`);
      return stick;
    };

    const chunkView = () => {
      const box = node("div", "");
      picks.forEach((p, i) => {
        const tokens = p.tokens.map((text, t) => {
          const color = colorAt(spec.colors, p.attention[t]), cell = node("span", `background:${color};color:${inkOn(color)};padding:1px 4px;border-radius:2px;font:12px/1.5 system-ui,sans-serif`, text || "\u00a0");
          tell(cell, `chunk ${p.chunk}, token ${t}: attention ${number(p.attention[t])}`);
          return cell;
        });
        const name = node("span", `border-left:4px solid ${spec.lines[i]};padding:0 6px;min-width:12em;font-size:13px`, `chunk ${p.chunk}: ${number(p.weight)}${isGold(p.chunk) ? " (gold)" : ""}`);
        box.append(row("gap:2px;margin:3px 0;align-items:center", name, ...tokens));
      });
      return box;
    };

    const outputView = () => {
      const box = node("div", "");
      spec.output.forEach(({ token, p, answer }) => {
        const bar = node("div", `width:${60 * p}%;min-width:1px;height:14px;background:${answer ? "#d55e00" : "#8a8a8a"}`);
        box.append(row("align-items:center;flex-wrap:nowrap;margin:2px 0;font-size:13px", node("span", "min-width:9em;overflow-wrap:anywhere", token + (answer ? " (gold)" : "")), bar, node("span", "", number(p))));
      });
      return box;
    };

    const views = [null, scoreView, stickView, chunkView, outputView];
    const parts = spec.steps.map(([heading, sentence], i) => {
      const part = node("section", "margin:10px 0", node("div", "font:bold 13px system-ui,sans-serif", heading), node("div", "font-size:13px;opacity:.85;margin-bottom:4px", sentence));
      if (views[i] && (i < 4 || spec.output.length)) part.append(views[i]());
      return part;
    }).filter((part, i) => i < 4 || spec.output.length);
    let at = parts.length - 1;
    const choice = buttons(["start", "back", "next", "all"], 3, (i) => {
      at = [0, Math.max(0, at - 1), Math.min(parts.length - 1, at + 1), parts.length - 1][i];
      parts.forEach((part, k) => {
        part.style.display = k <= at ? "block" : "none";
        part.style.opacity = k === at || at === parts.length - 1 ? "1" : "0.55";
      });
    });
    const box = node("div", `max-width:${spec.width}px`, node("div", "font:bold 15px system-ui,sans-serif", spec.title), choice.box, ...parts, said);
    box.tabIndex = 0;
    box.addEventListener("keydown", (e) => {
      const i = { ArrowLeft: 1, ArrowRight: 2, Home: 0, End: 3 }[e.key];
      if (i !== undefined) { e.preventDefault(); choice.set(i); }
    });
    el.append(box);
    choice.start();
  };
