// Dropped files and folders go to the server one by one; then the table follows the import.
"use strict";
(() => {
  const form = document.getElementById("bring");
  const table = document.getElementById("arrivals");
  const bar = document.getElementById("sent");
  const told = document.getElementById("sending");

  const inside = async (entry) => {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!some.length) return found;
      for (const one of some) found.push(...await inside(one));
    }
  };
  const send = async (files) => {
    bar.hidden = false;
    bar.max = files.length;
    for (const [i, file] of files.entries()) {
      told.value = (i + 1) + " / " + files.length + ": " + file.name;
      const data = new FormData();
      data.append("csrf", form.elements.csrf.value);
      data.append("files", file, file.name);
      const answer = await fetch("/import", { method: "POST", body: data });
      if (!answer.ok) { told.value = file.name + ": " + answer.status; return; }
      bar.value = i + 1;
    }
    follow();
  };
  const follow = async () => {
    const answer = await fetch("/import?rows=1", { headers: { Accept: "text/html" } });
    if (answer.ok) table.innerHTML = await answer.text();
    const shown = table.querySelector("[data-running]");
    if (shown && (shown.dataset.running === "1" || table.querySelector(".waiting"))) setTimeout(follow, 1000);
  };
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (e) => { e.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", async (e) => {
    e.preventDefault();
    // All at once: what was dropped is gone after the first wait.
    const dropped = [...e.dataTransfer.items].map((item) => item.webkitGetAsEntry() || item.getAsFile()).filter(Boolean);
    const files = [];
    for (const one of dropped) files.push(...(one instanceof File ? [one] : await inside(one)));
    send(files);
  });
  form.addEventListener("submit", (e) => {
    const files = [...form.querySelectorAll("[type=file]")].flatMap((input) => [...input.files]);
    e.preventDefault();
    if (files.length) send(files);
  });
  follow();
})();
