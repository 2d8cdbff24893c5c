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

  kinds.curve = (el, spec, echarts) => {
    const option = spec.option, x = spec.log2 ? size : number;
    option.xAxis.axisLabel.formatter = ticks(option.xAxis, spec.xStep, spec.log2 ? (t) => size(Math.pow(2, t)) : number);
    option.yAxis.axisLabel.formatter = spec.log10 ? number : ticks(option.yAxis, spec.yStep, number);
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
    chartIn(el, spec, option, echarts);
  };
