// A document: choosing and marking with the mouse or keys. Forms do the work; without this they are reached by links.
"use strict";
(() => {
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  const base = "/document/" + text.dataset.document;
  const query = new URLSearchParams(location.search);
  let chosen = panel.querySelector(".record") ? panel.querySelector(".record").dataset.at : "";

  const has = (el, at) => el.dataset.at.split(" ").includes(at);
  const light = (at, from) => {
    for (const el of document.querySelectorAll("[data-at].here")) el.classList.remove("here");
    let first = true;
    for (const el of document.querySelectorAll("#text [data-at], .sheets [data-at]")) {
      if (!has(el, at)) continue;
      el.classList.add("here");
      if (first && from !== "text" && el.closest("#text")) el.scrollIntoView({ block: "nearest" });
      if (from !== "sheet" && el.tagName === "rect" && first !== null) { el.scrollIntoView({ block: "nearest" }); first = null; } else if (first !== null && el.tagName !== "rect") first = false;
    }
  };
  const choose = async (at, from) => {
    const asked = new URLSearchParams(query);
    asked.set("at", at);
    const answer = await fetch(base + "/record?" + asked, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    // Escaped by the server; the policy of the page runs no script in it.
    panel.innerHTML = await answer.text();
    chosen = at;
    light(at, from);
    understand(panel);
  };

  // --- choosing

  const keyOf = (el, target) => {
    const heading = target.closest(".heading");
    return el ? el.dataset.at.split(" ")[0] : heading ? heading.dataset.at : "";
  };
  document.addEventListener("click", (e) => {
    const rect = e.target.closest("rect[data-at]");
    if (rect) { choose(rect.dataset.at, "sheet"); return; }
    if (!e.target.closest("#text") || !getSelection().isCollapsed) return;
    const at = keyOf(e.target.closest(".m"), e.target) || (e.target.classList.contains("zone") ? e.target.dataset.at : "");
    if (at) choose(at, "text");
  });

  // --- marking

  const offset = (node, at) => {
    const zone = (node.nodeType === 1 ? node : node.parentElement).closest(".zone");
    if (!zone) return -1;
    const range = document.createRange();
    range.setStart(zone, 0);
    range.setEnd(node, at);
    return Number(zone.dataset.start) + [...range.toString()].length;
  };
  document.addEventListener("mouseup", () => setTimeout(marking, 0));
  document.addEventListener("keyup", (e) => { if (e.shiftKey) marking(); });
  const marking = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start < 0 || end <= start || !selection.toString().trim()) return;
    const form = document.getElementById("marking").content.cloneNode(true);
    form.querySelector("blockquote").textContent = selection.toString();
    for (const el of form.querySelectorAll("[name=start]")) el.value = start;
    for (const el of form.querySelectorAll("[name=end]")) el.value = end;
    const moving = form.querySelector(".moving");
    moving.hidden = !chosen || chosen.startsWith("metadata");
    moving.querySelector("[name=at]").value = chosen;
    panel.replaceChildren(form);
  };

  // --- how a time is understood

  const understand = (where) => {
    for (const input of where.querySelectorAll("[data-understood]")) {
      const output = document.getElementById(input.getAttribute("aria-describedby"));
      let waiting = 0;
      const ask = async () => {
        const asked = new URLSearchParams({ words: input.value });
        if (input.dataset.understood === "date") asked.set("date", "1");
        const answer = await fetch(base + "/understood?" + asked);
        if (answer.ok) output.value = (await answer.json()).understood;
      };
      input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 200); });
    }
  };
  understand(document);

  // --- keys

  const stops = () => [...text.querySelectorAll("[tabindex]")];
  const step = (by) => {
    const all = stops();
    const at = all.indexOf(document.activeElement);
    const here = at >= 0 ? at : all.findIndex((el) => has(el, chosen)) ;
    const to = all[Math.max(0, Math.min(all.length - 1, here + by))];
    if (to) { to.focus(); choose(to.dataset.at.split(" ")[0], "text"); }
  };
  document.addEventListener("keydown", (e) => {
    if (e.target.closest("input, select, textarea") || e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === "n") step(1);
    else if (e.key === "p") step(-1);
    else if ((e.key === "Enter" || e.key === " ") && e.target.matches("#text [tabindex]")) choose(e.target.dataset.at.split(" ")[0], "text");
    else if (e.key === "e") { const first = panel.querySelector("[data-first], .field input, .field select, .field textarea"); if (first) first.focus(); }
    else {
      const button = [...document.querySelectorAll("[data-key]")].find((el) => el.dataset.key === e.key);
      if (!button) return;
      button.click();
    }
    e.preventDefault();
  });

  // --- where a person was, when a form brings the page back

  const places = () => [document.querySelector(".text"), document.querySelector(".sheets"), document.scrollingElement].filter(Boolean);
  addEventListener("submit", () => {
    try { sessionStorage.setItem("at", JSON.stringify([base, places().map((el) => el.scrollTop)])); } catch { /* not kept: the page begins at its head */ }
  });
  const kept = JSON.parse(sessionStorage.getItem("at") || "null");
  sessionStorage.removeItem("at");
  const alert = document.querySelector("[role=alert]");
  if (alert) { alert.tabIndex = -1; alert.focus(); alert.scrollIntoView({ block: "center" }); }
  else if (kept && kept[0] === base) places().forEach((el, i) => { el.scrollTop = kept[1][i] || 0; });
  if (chosen && !alert) light(chosen, "");
})();
