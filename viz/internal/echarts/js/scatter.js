  // Points in groups, and hexagons where there are too many points.
  const corners = [[0.5, -1 / 6], [0.5, 1 / 6], [0, 1 / 3], [-0.5, 1 / 6], [-0.5, -1 / 6], [0, -1 / 3]];

  kinds.scatter = (el, spec, echarts) => {
    const option = spec.option, hexes = spec.hexes;
    option.xAxis.axisLabel.formatter = ticks(option.xAxis, spec.xTick, number);
    option.yAxis.axisLabel.formatter = ticks(option.yAxis, spec.yTick, number);
    option.series.forEach((s) => {
      if (s.type !== "custom") return;
      s.data = hexes.cells;
      s.itemStyle = { color: hexes.colors[5] };
      s.renderItem = (params, api) => {
        const [x, y, n] = [0, 1, 2].map((k) => api.value(k)), fill = colorAt(hexes.colors, Math.log1p(n) / Math.log1p(hexes.most));
        return { type: "polygon", shape: { points: corners.map(([u, v]) => api.coord([x + u * hexes.dx, y + v * hexes.dy])) }, style: { fill, stroke: fill, lineWidth: 0.5 } };
      };
    });
    option.tooltip.formatter = ({ seriesName, seriesIndex, dataIndex, data: [x, y, n] }) => lines([
      n ? `${n} points` : seriesName,
      `${spec.x}: ${number(x)}`,
      `${spec.y}: ${number(y)}`,
      !n && spec.texts[seriesIndex] && spec.texts[seriesIndex][dataIndex],
    ]);
    chartIn(el, spec, option, echarts);
  };
