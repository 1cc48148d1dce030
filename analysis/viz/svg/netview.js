// Explore the picture ID by mouse and keyboard: the note of what is under the pointer or has the focus is written beneath.
// Tab moves between the states of a network, the arrow keys between their ties; in a matrix they move from cell to cell.
(function () {
  var picture = document.getElementById("ID");
  if (!picture) return;
  var note = document.getElementById("ID-note");
  var hint = note ? note.textContent : "";
  var all = function (selector) { return Array.prototype.slice.call(picture.querySelectorAll(selector)); };
  var nodes = all(".node"), marks = all(".mark");

  function show(mark) { if (note) note.textContent = mark ? mark.dataset.note : hint; }
  function highlight(key) {
    marks.forEach(function (mark) {
      mark.classList.toggle("dim", !!key && mark.dataset.a !== key && mark.dataset.b !== key);
    });
    nodes.forEach(function (node) {
      var near = node.dataset.k === key || marks.some(function (mark) {
        return (mark.dataset.a === key && mark.dataset.b === node.dataset.k) ||
               (mark.dataset.b === key && mark.dataset.a === node.dataset.k);
      });
      node.classList.toggle("dim", !!key && !near);
    });
  }
  function step(list, now, by) { return list[(list.indexOf(now) + by + list.length) % list.length]; }
  function nearest(from, key) {
    var across = key === "ArrowLeft" || key === "ArrowRight", sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    var here = from.getBoundingClientRect(), best = null, lowest = Infinity;
    marks.forEach(function (mark) {
      var there = mark.getBoundingClientRect();
      var x = there.left + there.width / 2 - here.left - here.width / 2;
      var y = there.top + there.height / 2 - here.top - here.height / 2;
      var along = sign * (across ? x : y), aside = Math.abs(across ? y : x);
      if (along > 2 && along + 4 * aside < lowest) { lowest = along + 4 * aside; best = mark; }
    });
    return best;
  }

  var home = null;
  nodes.forEach(function (node) {
    var key = node.dataset.k;
    node.addEventListener("mouseenter", function () { highlight(key); show(node); });
    node.addEventListener("mouseleave", function () { highlight(""); show(null); });
    node.addEventListener("focus", function () { home = node; highlight(key); show(node); });
    node.addEventListener("blur", function () { highlight(""); show(null); });
  });
  marks.forEach(function (mark, number) {
    if (nodes.length || number) mark.setAttribute("tabindex", "-1");
    mark.addEventListener("mouseenter", function () { show(mark); });
    mark.addEventListener("mouseleave", function () { show(null); });
    mark.addEventListener("focus", function () { if (home) highlight(home.dataset.k); show(mark); });
    mark.addEventListener("blur", function () { highlight(""); show(null); });
  });
  picture.addEventListener("keydown", function (event) {
    var now = document.activeElement, next = null;
    if (event.key.indexOf("Arrow") === 0) {
      if (!nodes.length) next = nearest(now, event.key);
      else {
        var start = now.classList.contains("node") ? now : home;
        var own = marks.filter(function (mark) {
          return start && (mark.dataset.a === start.dataset.k || mark.dataset.b === start.dataset.k);
        });
        var by = event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 1;
        if (own.length) next = own.indexOf(now) < 0 ? own[by > 0 ? 0 : own.length - 1] : step(own, now, by);
      }
    } else if (event.key === "Escape" && home) next = home;
    if (next) { event.preventDefault(); next.focus(); }
  });
})();
