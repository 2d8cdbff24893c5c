  // Lines with intervals, straight marks across, number and interval on hover.
  const interval = (color) => (params, api) => {
    const { y: top, height } = params.coordSys, inside = (y) => Math.min(Math.max(y, top), top + height);
    const x = api.coord([api.value(0), api.value(1)])[0], end = (i) => inside(api.coord([0, api.value(i)])[1]), low = end(1), high = end(2);
    const line = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: color, lineWidth: 1.2 } });
    return { type: "group", silent: true, children: [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)] };
  };

  // An axis that ends between two ticks gets a tick at its end: leave it unnamed.
  const ticks = (axis, step, format) => (t) => {
    const i = (t - axis.min) / step;
    return !step || Math.abs(i - Math.round(i)) < 1e-6 ? format(t) : "";
  };

  // The mouse need not meet a line: what is said is what all lines have at the x that is nearest to it.
  const atX = (spec, x, points) => lines([
    points.length && `${spec.x}: ${x(points[0].data[5])}`,
    points.length && spec.y,
    ...points.map(({ seriesName, color, data: [, y, low, high, n] }) => row("gap:0 6px;align-items:center;flex-wrap:nowrap",
      node("span", `flex:none;width:9px;height:9px;border-radius:50%;background:${color}`),
      `${seriesName}: ${number(y)}` + (low == null ? "" : ` [${number(low)}, ${number(high)}]`) + (n ? ` n=${n}` : ""))),
  ]);

  kinds.curve = (el, spec, echarts) => {
    const option = spec.option, x = spec.log2 ? size : number;
    option.xAxis.axisLabel.formatter = ticks(option.xAxis, spec.xStep, spec.log2 ? (t) => size(Math.pow(2, t)) : number);
    option.yAxis.axisLabel.formatter = spec.log10 ? number : ticks(option.yAxis, spec.yStep, number);
    option.series.forEach((s) => { if (s.type === "custom") s.renderItem = interval(s.itemStyle.color); });
    option.tooltip.formatter = (points) => atX(spec, x, points.filter(({ seriesType }) => seriesType === "line"));
    chartIn(el, spec, option, echarts);
  };
