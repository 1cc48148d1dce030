// What every page shares: texts to the clipboard, and tables that can be sorted, searched and copied.
"use strict";
const entente = {
  // A cell that begins like a formula would be computed by a spreadsheet; an apostrophe makes it text.
  cell(text) {
    const flat = String(text).replace(/\s+/g, " ").trim();
    return /^[=+@-]/.test(flat) && Number.isNaN(Number(flat.replace(/[,%]/g, ""))) ? `'${flat}` : flat;
  },

  async copy(text, button) {
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const give = (event) => { event.clipboardData.setData("text/plain", text); event.preventDefault(); };
      document.addEventListener("copy", give, { once: true });
      done = document.execCommand("copy");
      document.removeEventListener("copy", give);
    }
    const label = button.dataset.label || (button.dataset.label = button.textContent);
    button.textContent = done ? "Copied" : "Copying is not allowed here";
    setTimeout(() => { button.textContent = label; }, 1500);
  },

  // Lower case without accents, so that "cote" finds "Côte".
  plain: (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(),
};

entente.tables = (() => {
  const SEARCHED = 6;  // rows from which a search is of use
  const NUMBER = /^[▲▼△▽•○–\s]*([+\-−]?\d[\d,]*(\.\d+)?)(?![\d-]*-\d)/;

  const textOf = (cell) => {
    const folded = cell.querySelector("details");
    return folded ? folded.textContent : cell.textContent;
  };

  // What a column is sorted by: numbers where every cell that is not empty begins with one, else text.
  function keys(rows, column) {
    const texts = rows.map((row) => (row.cells[column] ? row.cells[column].textContent.trim() : ""));
    const numbers = texts.map((text) => NUMBER.exec(text));
    if (texts.every((text, row) => !text || numbers[row])) {
      return numbers.map((found) => (found ? Number(found[1].replace(/,/g, "").replace("−", "-")) : -Infinity));
    }
    return texts.map(entente.plain);
  }

  function sort(table, column, heads) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const before = heads[column].getAttribute("aria-sort");
    const values = keys(rows, column);
    const numeric = typeof values[0] === "number";
    // Numbers come with the largest first.
    const up = before ? before === "descending" : !numeric;
    const order = rows.map((_, row) => row);
    order.sort((one, other) => {
      const difference = values[one] < values[other] ? -1 : values[one] > values[other] ? 1 : 0;
      return (up ? difference : -difference) || one - other;
    });
    body.append(...order.map((row) => rows[row]));
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
  }

  function search(table, words, told) {
    const wanted = entente.plain(words).split(/\s+/).filter(Boolean);
    const rows = [...table.tBodies[0].rows];
    let shown = 0;
    for (const row of rows) {
      const text = entente.plain(row.textContent);
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    told.textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
  }

  function asText(table) {
    const rows = [...table.rows].filter((row) => !row.hidden);
    return rows.map((row) => [...row.cells].map((cell) => entente.cell(textOf(cell))).join("\t")).join("\n");
  }

  function bar(table) {
    const line = document.createElement("div");
    line.className = "table-bar";
    if (table.tBodies[0].rows.length >= SEARCHED) {
      const field = document.createElement("input");
      const told = document.createElement("span");
      field.type = "search";
      field.placeholder = "Search this table";
      field.setAttribute("aria-label", "Search this table");
      told.setAttribute("role", "status");
      field.addEventListener("input", () => search(table, field.value, told));
      line.append(field, told);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy table";
    button.addEventListener("click", () => entente.copy(asText(table), button));
    line.append(button);
    return line;
  }

  function set(table) {
    const body = table.tBodies[0];
    if (!table.tHead || !body || body.rows.length < 2 || table.rows[0].cells.length < 2) return;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, column, heads));
    });
    const frame = table.closest(".et-scroll, .scroll") || table;
    frame.before(bar(table));
  }

  return () => document.querySelectorAll("main table").forEach(set);
})();

document.addEventListener("DOMContentLoaded", entente.tables);
