// What all pages share: keys in lists. Pages work without it.
"use strict";
(() => {
  const typing = (e) => e.target.closest("input, select, textarea, [contenteditable]") || e.ctrlKey || e.altKey || e.metaKey;
  const items = [...document.querySelectorAll("[data-item]")];
  let at = -1;
  const go = (to) => {
    if (!items.length) return;
    if (items[at]) items[at].classList.remove("here");
    at = Math.max(0, Math.min(items.length - 1, to));
    items[at].classList.add("here");
    const link = items[at].querySelector("[data-open]");
    if (link) link.focus();
  };
  document.addEventListener("keydown", (e) => {
    if (typing(e) || !items.length) return;
    if (e.key === "j") go(at + 1);
    else if (e.key === "k") go(at - 1);
    else if (e.key === "a" && items[at]) {
      const accept = items[at].querySelector("[data-accept]");
      if (accept) accept.click();
    } else return;
    e.preventDefault();
  });
})();
