"use strict";
(() => {
  const state = document.getElementById("live");
  const panels = () => document.querySelectorAll(".figures [id^='panel-']").length;

  const look = async () => {
    try {
      const answer = await fetch("/update", { cache: "no-store" });
      const { steps, texts, panels: text } = await answer.json();
      const next = JSON.parse(text);
      if (next.length !== panels()) {
        // Another panel has something to show by now.
        location.reload();
        return;
      }
      for (const [id, html] of Object.entries(texts)) document.getElementById(id).innerHTML = html;
      document.dispatchEvent(new CustomEvent("edgeflow-panels", { detail: next }));
      state.textContent = `running, ${steps.toLocaleString("en")} rows drawn from`;
      setTimeout(look, 2000);
    } catch {
      state.textContent = "has ended or was stopped; a finished one leaves this page as report.html";
    }
  };
  setTimeout(look, 2000);
})();
