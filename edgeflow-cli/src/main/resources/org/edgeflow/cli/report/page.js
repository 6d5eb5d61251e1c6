"use strict";
(() => {
  let panels = JSON.parse(document.getElementById("panels").textContent);
  const places = panels.map((_, i) => document.getElementById("panel-" + i));
  const last = () => Math.max(1, ...panels.map((panel) => panel.lastStep));
  let lastStep = last();
  const logarithmic = panels.map((panel) => panel.logarithmic);
  const hidden = new Set();
  const narrow = window.matchMedia("(max-width: 640px)");
  let following = false;

  // Colours are the style sheet's, which knows light, dark and paper.
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const visible = (given) =>
    ({ "#000000": color("--ink"), "#9a9a9a": color("--rule"), "#555555": color("--quiet") })[given] || given;
  const font = () => ({
    family: getComputedStyle(document.body).fontFamily,
    size: narrow.matches ? 11 : 13,
    color: color("--ink"),
  });

  // Plotly reads <b>, <a> and entities in texts; names are names.
  const plain = (text) =>
    text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  const onAxis = (i, value) => (logarithmic[i] ? Math.log10(value) : value);

  const wholeFrame = (i) =>
    (logarithmic[i] ? panels[i].logarithmicFrame : panels[i].linearFrame).map((v) => onAxis(i, v));

  const wholeSteps = () => [-0.01 * lastStep, 1.01 * lastStep];

  // The y range of what is visible between two steps.
  const frameBetween = (i, from, to) => {
    let low = Infinity;
    let high = -Infinity;
    for (const curve of panels[i].curves) {
      if (hidden.has(curve.key) || !curve.framing) continue;
      for (let k = 0; k < curve.x.length; k++) {
        if (curve.x[k] < from || curve.x[k] > to) continue;
        if (logarithmic[i] && curve.y[k] <= 0) continue;
        const value = onAxis(i, curve.y[k]);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low > high) return wholeFrame(i);
    const margin = high > low ? 0.06 * (high - low) : logarithmic[i] ? 0.1 : 0.05 * Math.abs(high) || 1;
    return [low - margin, high + margin];
  };

  const traces = (i) =>
    panels[i].curves.map((curve) => ({
      type: "scatter",
      mode: curve.x.length === 1 ? "markers" : "lines",
      name: plain(curve.label),
      x: curve.x,
      y: curve.y,
      visible: hidden.has(curve.key) ? "legendonly" : true,
      line: { color: visible(curve.color), width: curve.width, dash: curve.dashed ? "dash" : "solid" },
      marker: { color: visible(curve.color) },
      hovertemplate: "%{y:.5g}",
    }));

  const line = (mark, across) => ({
    type: "line",
    xref: across ? "paper" : "x",
    yref: across ? "y" : "paper",
    x0: across ? 0 : mark.at,
    x1: across ? 1 : mark.at,
    y0: across ? mark.at : 0,
    y1: across ? mark.at : 1,
    layer: "below",
    line: { color: visible(mark.color), width: across ? 1.4 : 1, dash: across ? "dash" : "dot" },
  });

  const note = (i, mark, across) => ({
    text: plain(mark.label),
    showarrow: false,
    font: { size: narrow.matches ? 10 : 12, color: visible(mark.color) },
    xref: across ? "paper" : "x",
    yref: across ? "y" : "paper",
    x: across ? 1 : mark.at,
    y: across ? onAxis(i, mark.at) : 1,
    xanchor: across ? "right" : mark.at > 0.6 * lastStep ? "right" : "left",
    yanchor: "top",
    bgcolor: color("--paper"),
    opacity: 0.85,
    borderpad: 1,
  });

  const layout = (i) => {
    const panel = panels[i];
    const levels = panel.levels || [];
    const moments = panel.moments || [];
    return {
      font: font(),
      margin: narrow.matches ? { l: 56, r: 8, t: 8, b: 40 } : { l: 72, r: 40, t: 8, b: 44 },
      modebar: { orientation: "v", bgcolor: "rgba(0,0,0,0)", color: color("--rule"), activecolor: color("--quiet") },
      paper_bgcolor: color("--paper"),
      plot_bgcolor: color("--paper"),
      hovermode: "x unified",
      hoverlabel: { font: { size: 12, color: color("--ink") }, bgcolor: color("--paper"), bordercolor: color("--rule") },
      dragmode: "zoom",
      legend: { orientation: "h", x: 0, y: 1.02, xanchor: "left", yanchor: "bottom" },
      showlegend: true,
      xaxis: {
        title: { text: "step", standoff: 8 },
        range: wholeSteps(),
        showgrid: false,
        zeroline: false,
        showline: true,
        linecolor: color("--ink"),
        ticks: "outside",
        exponentformat: "none",
        separatethousands: true,
        hoverformat: ",d",
        showspikes: true,
        spikemode: "across",
        spikethickness: 1,
        spikedash: "solid",
        spikecolor: color("--rule"),
      },
      yaxis: {
        title: { text: plain(panel.ordinate), standoff: 8 },
        type: logarithmic[i] ? "log" : "linear",
        range: wholeFrame(i),
        gridcolor: color("--hair"),
        zeroline: false,
        showline: true,
        linecolor: color("--ink"),
        ticks: "outside",
        exponentformat: "power",
        minexponent: 4,
        minorloglabels: "none",
      },
      shapes: levels.map((m) => line(m, true)).concat(moments.map((m) => line(m, false))),
      annotations: levels
        .map((m) => note(i, m, true))
        .concat(moments.filter((m) => m.label).map((m) => note(i, m, false))),
    };
  };

  // Sets one panel's ranges without waking the panels that follow it.
  const show = (i, steps, values) =>
    Plotly.relayout(places[i], { "xaxis.range": steps.slice(), "yaxis.range": values });

  const follow = async (leader, change) => {
    if (following) return;
    const reset = change["xaxis.autorange"] || change["yaxis.autorange"];
    const moved = reset || "xaxis.range[0]" in change || "xaxis.range" in change;
    if (!moved) return;
    following = true;
    try {
      const steps = reset ? wholeSteps() : places[leader].layout.xaxis.range.map(Number);
      const chosen = "yaxis.range[0]" in change || "yaxis.range" in change;
      await Promise.all(
        panels.map((_, i) => {
          if (i === leader && chosen && !reset) return null;
          return show(i, steps, reset ? wholeFrame(i) : frameBetween(i, steps[0], steps[1]));
        }),
      );
    } finally {
      following = false;
    }
  };

  const toggle = (leader, key) => {
    if (!hidden.delete(key)) hidden.add(key);
    panels.forEach((panel, i) => {
      const touched = panel.curves.map((c, k) => (c.key === key ? k : -1)).filter((k) => k >= 0);
      if (touched.length > 0) {
        Plotly.restyle(places[i], { visible: hidden.has(key) ? "legendonly" : true }, touched);
      }
    });
  };

  const draw = async (i) => {
    const panel = panels[i];
    await Plotly.newPlot(places[i], traces(i), layout(i), {
      responsive: true,
      displaylogo: false,
      displayModeBar: narrow.matches ? false : "hover",
      doubleClick: "autosize",
      modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
      toImageButtonOptions: { format: "svg", filename: panel.id },
    });
    places[i].on("plotly_relayout", (change) => follow(i, change));
    places[i].on("plotly_legendclick", (event) => {
      toggle(i, panel.curves[event.curveNumber].key);
      return false;
    });
    places[i].on("plotly_legenddoubleclick", () => false);
  };

  // Draws a panel as its scale and the page's colours are now; what is zoomed to stays.
  const redraw = async (i) => {
    const steps = places[i].layout.xaxis.range.map(Number);
    const next = layout(i);
    next.xaxis.range = steps;
    const whole = steps[0] <= 0 && steps[1] >= lastStep;
    next.yaxis.range = whole ? wholeFrame(i) : frameBetween(i, steps[0], steps[1]);
    following = true;
    try {
      await Plotly.react(places[i], traces(i), next);
    } finally {
      following = false;
    }
  };

  const name = (button, i) => {
    button.textContent = logarithmic[i] ? "linear scale" : "log scale";
  };

  document.querySelectorAll("button.scale").forEach((button) => {
    const i = Number(button.dataset.panel);
    const positive = panels[i].curves.some((curve) => curve.y.some((value) => value > 0));
    button.hidden = !positive;
    name(button, i);
    button.addEventListener("click", () => {
      logarithmic[i] = !logarithmic[i];
      name(button, i);
      redraw(i);
    });
  });

  // What prints is laid out anew, on white paper.
  const again = () => {
    panels.forEach((_, i) => redraw(i));
    places.forEach((place) => Plotly.Plots.resize(place));
  };
  for (const media of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(media).addEventListener("change", again);
  }
  narrow.addEventListener("change", again);

  // A run that goes on sends its panels anew; what shows everything goes on to, and what is zoomed to stays.
  document.addEventListener("edgeflow-panels", async (event) => {
    const whole = places.map((place) => place.layout && Number(place.layout.xaxis.range[1]) >= lastStep);
    panels = event.detail;
    lastStep = last();
    for (let i = 0; i < panels.length; i++) {
      if (whole[i]) places[i].layout.xaxis.range = wholeSteps();
      await redraw(i);
    }
  });
  Promise.all(panels.map((_, i) => draw(i))).then(() => document.body.classList.add("drawn"));
})();
