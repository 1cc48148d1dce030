// The map: the colour of each state by how it stands to the actor that is chosen; without a choice, to all others.
"use strict";
(() => {
  const seen = JSON.parse(document.getElementById("seen-from").textContent);
  const view = document.getElementById("view");
  const picture = document.querySelector("svg.nv");
  const shapes = [...picture.querySelectorAll(".land[data-k]")];
  const FILLS = ["coop-s", "conf-s", "even-s", "open-s"];
  const first = new Map(shapes.map((shape) => [shape, {
    fill: FILLS.find((fill) => shape.classList.contains(fill)) || "",
    note: shape.parentNode.dataset.note,
  }]));

  function show(actor) {
    for (const shape of shapes) {
      const mark = shape.parentNode.classList.contains("mark") ? shape.parentNode : null;
      const from = first.get(shape);
      const [fill, note] = actor === "" ? [from.fill, from.note] : (seen[actor][shape.dataset.k] || ["", "no act was measured between the two"]);
      FILLS.forEach((one) => shape.classList.toggle(one, one === fill));
      shape.style.strokeWidth = actor !== "" && shape.dataset.k === actor ? "2.5" : "";
      if (mark) {
        mark.dataset.note = shape.dataset.k === actor ? "the states are seen from here" : note;
        mark.setAttribute("aria-label", mark.dataset.note);
        mark.querySelector("title").textContent = mark.dataset.note;
      }
    }
  }

  document.getElementById("view-box").hidden = false;
  const asked = new URLSearchParams(location.hash.slice(1)).get("from") || "";
  if (asked in seen) view.value = asked;
  view.addEventListener("change", () => {
    history.replaceState(null, "", view.value ? `#from=${encodeURIComponent(view.value)}` : location.pathname);
    show(view.value);
  });
  if (view.value) show(view.value);
})();
