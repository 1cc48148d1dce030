// The timeline: the acts of a report by period, filtered by the reader; the address holds the filter.
// `evidence/events.js` hands over the events; all that is shown of them is written as text.
"use strict";
(() => {
  const DAY = 86400000;
  const LISTED = 25;
  const MOST_BARS = 130;
  const SIZE = { width: 960, height: 330, left: 44, right: 8, top: 10, bottom: 34 };
  const QUADS = ["statement", "verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
  const STEPS = ["day", "week", "month", "quarter", "year"];
  const NS = "http://www.w3.org/2000/svg";
  const byId = (id) => document.getElementById(id);
  const boxes = [...document.querySelectorAll('input[name="class"]')];
  const FIELDS = ["actor", "other", "modality", "confidence", "from", "to", "by"];
  let data = null;
  let chosen = null;  // the start of the bar whose acts are listed
  let shown = LISTED;

  function make(tag, content, attributes = {}) {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...[content].flat());
    return node;
  }
  function draw(tag, attributes, content = "") {
    const node = document.createElementNS(NS, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    if (content !== "") node.append(content);
    return node;
  }
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const dayOf = (text) => (text ? Date.parse(`${text}T00:00:00Z`) / DAY : null);
  const value = (column, i) => data.lists[column][data[column][i]];
  const name = (id) => (id ? data.names[id] || id : "nobody named");

  entente.take = (kind, number, text) => {
    if (kind !== "events") return;
    const read = JSON.parse(text);
    data = { ...read, ...read.columns };
    begin();
  };

  // ---- Periods

  function startOf(day, step) {
    const date = new Date(day * DAY);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    if (step === "day") return day;
    if (step === "week") return day - ((date.getUTCDay() + 6) % 7);  // from Monday
    if (step === "month") return Date.UTC(year, month, 1) / DAY;
    if (step === "quarter") return Date.UTC(year, month - (month % 3), 1) / DAY;
    return Date.UTC(year, 0, 1) / DAY;
  }
  function next(start, step) {
    const date = new Date(start * DAY);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    if (step === "day") return start + 1;
    if (step === "week") return start + 7;
    if (step === "month") return Date.UTC(year, month + 1, 1) / DAY;
    if (step === "quarter") return Date.UTC(year, month + 3, 1) / DAY;
    return Date.UTC(year + 1, 0, 1) / DAY;
  }
  function stepFor(first, last) {
    const days = { day: 1, week: 7, month: 30.4, quarter: 91.3, year: 365.25 };
    return STEPS.find((step) => (last - first + 1) / days[step] <= MOST_BARS) || "year";
  }

  // ---- The filter

  function asked() {
    const read = Object.fromEntries(FIELDS.map((id) => [id, byId(id).value]));
    read.classes = boxes.filter((box) => box.checked).map((box) => box.value);
    return read;
  }
  function kept(filter) {
    const quads = new Set(filter.classes.map((one) => QUADS.indexOf(one)));
    const [first, last] = [dayOf(filter.from), dayOf(filter.to)];
    const least = filter.confidence === "" ? 0 : Number(filter.confidence);
    // Asserted acts are those that the measures count; of acts of both together, each is taken once.
    const use = filter.modality === "asserted" ? "measured" : "";
    const found = [];
    for (let i = 0; i < data.n; i += 1) {
      if (!quads.has(data.quad[i]) || data.day[i] === null || data.again[i]) continue;
      if (use ? value("use", i) !== use : filter.modality && value("modality", i) !== filter.modality) continue;
      if ((first !== null && data.day[i] < first) || (last !== null && data.day[i] > last)) continue;
      if (data.confidence[i] < least) continue;
      const sides = [value("source", i), value("target", i)];
      if (filter.actor && !sides.includes(filter.actor)) continue;
      if (filter.other && !(sides.includes(filter.other) && (!filter.actor || sides[0] !== sides[1]))) continue;
      found.push(i);
    }
    return found;
  }
  function evidence(filter, span) {
    const parts = { once: "yes" };
    if (filter.actor && filter.other) parts.pair = `${filter.actor}-${filter.other}`;
    else if (filter.actor || filter.other) parts.actor = filter.actor || filter.other;
    parts.class = filter.classes.length ? filter.classes.join(",") : "cooperation,conflict";
    if (filter.modality === "asserted") parts.use = "measured";
    else if (filter.modality) parts.modality = filter.modality;
    if (filter.confidence) parts.confidence = filter.confidence;
    const [from, to] = span || [filter.from, filter.to];
    if (from) parts.from = from;
    if (to) parts.to = to;
    return `evidence/index.html#${Object.entries(parts).map(([key, one]) => `${key}=${encodeURIComponent(one).replace(/%2C/g, ",")}`).join("&")}`;
  }

  // ---- Picture and list

  function periods(found, step) {
    const days = found.map((i) => data.day[i]);
    const first = days.reduce((one, other) => Math.min(one, other), Infinity);
    const last = days.reduce((one, other) => Math.max(one, other), -Infinity);
    const unit = step || stepFor(first, last);
    const starts = [];
    for (let start = startOf(first, unit); start <= last; start = next(start, unit)) starts.push(start);
    const place = new Map(starts.map((start, k) => [start, k]));
    const counts = starts.map(() => [0, 0, 0, 0, 0]);
    found.forEach((i) => { counts[place.get(startOf(data.day[i], unit))][data.quad[i]] += 1; });
    return { unit, starts, counts };
  }
  function ticks(most) {
    const step = Math.max(1, Math.ceil(most / 3));
    return [...Array(Math.floor(most / step) + 1).keys()].map((k) => k * step);
  }
  function picture(filter, found) {
    const place = byId("picture");
    place.replaceChildren();
    if (!found.length) return null;
    const { unit, starts, counts } = periods(found, filter.by);
    const up = Math.max(1, ...counts.map((one) => one[1] + one[2]));
    const down = Math.max(1, ...counts.map((one) => one[3] + one[4]));
    const span = SIZE.height - SIZE.top - SIZE.bottom;
    const scale = span / (up + down);
    const base = SIZE.top + up * scale;
    const step = (SIZE.width - SIZE.left - SIZE.right) / starts.length;
    const svg = draw("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "group", "aria-label": `Acts by ${unit}` });
    for (const [most, sign] of [[up, -1], [down, 1]]) {
      for (const n of ticks(most)) {
        const y = base + sign * n * scale;
        svg.append(draw("line", { x1: SIZE.left, x2: SIZE.width - SIZE.right, y1: y, y2: y, stroke: "currentColor", "stroke-opacity": n ? 0.15 : 0.8 }));
        if (n || sign < 0) svg.append(draw("text", { x: SIZE.left - 6, y: y + 4, "text-anchor": "end" }, String(n)));
      }
    }
    svg.append(draw("text", { transform: `translate(12 ${SIZE.top + span / 2}) rotate(-90)`, "text-anchor": "middle" }, `acts a ${unit}`));
    starts.forEach((start, k) => {
      const [, c1, c2, f1, f2] = counts[k];
      const x = SIZE.left + k * step;
      const label = `${unit} from ${iso(start)}: ${c1 + c2} of cooperation, ${f1 + f2} of conflict`;
      const bar = draw("g", { class: start === chosen ? "bar chosen" : "bar", role: "button", "aria-label": label });
      bar.append(draw("title", {}, label));
      bar.append(draw("rect", { class: "hit", x, y: SIZE.top, width: step, height: span, fill: "transparent" }));
      let y = base;
      for (const [quad, n] of [[2, c2], [1, c1]]) {
        if (n) bar.append(draw("rect", { class: `q${quad}`, x: x + step * 0.08, y: y - n * scale, width: step * 0.84, height: n * scale }));
        y -= n * scale;
      }
      y = base;
      for (const [quad, n] of [[4, f2], [3, f1]]) {
        if (n) bar.append(draw("rect", { class: `q${quad}`, x: x + step * 0.08, y, width: step * 0.84, height: n * scale }));
        y += n * scale;
      }
      if (c1 + c2 + f1 + f2) {
        bar.setAttribute("tabindex", "0");
        const choose = () => { chosen = chosen === start ? null : start; shown = LISTED; show(); };
        bar.addEventListener("click", choose);
        bar.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); choose(); } });
      }
      svg.append(bar);
    });
    const each = Math.max(1, Math.ceil(starts.length / 8));
    starts.forEach((start, k) => {
      if (k % each) return;
      const text = unit === "year" ? iso(start).slice(0, 4) : unit === "month" || unit === "quarter" ? iso(start).slice(0, 7) : iso(start);
      const x = SIZE.left + k * step + step / 2;
      svg.append(draw("text", { x, y: SIZE.height - 12, "text-anchor": k ? "middle" : "start" }, text));
    });
    place.append(svg);
    return unit;
  }
  function row(i) {
    const tone = data.quad[i] < 3 ? "coop" : "conf";
    const type = value("root", i) + (value("mode", i) ? ` (${value("mode", i)})` : "");
    const article = data.documents[data.articles[i][0]];
    return make("tr", [
      make("td", iso(data.day[i]), { class: "d" }), make("td", name(value("source", i))),
      make("td", make("span", type, { class: tone, title: data.glosses[value("root", i)] || "" })),
      make("td", name(value("target", i))), make("td", data.confidence[i].toFixed(2), { class: "n" }),
      make("td", [article ? article[1] : "", " ", make("a", "sentence", { href: `evidence/index.html#events=${data.ids[i]}` })]),
    ]);
  }
  function list(found, unit) {
    const own = chosen === null ? found : found.filter((i) => startOf(data.day[i], unit) === chosen);
    own.sort((one, other) => data.day[other] - data.day[one] || one - other);
    byId("listed").hidden = !own.length;
    byId("listed").textContent = chosen === null ? "Acts, newest first" : `Acts of the ${unit} from ${iso(chosen)}`;
    const place = byId("list");
    place.replaceChildren();
    if (!own.length) return;
    const head = make("tr", ["day", "who", "did", "to whom", "confidence", "article"].map((one) => make("th", one, { scope: "col" })));
    const table = make("table", [make("thead", head), make("tbody", own.slice(0, shown).map(row))]);
    place.append(make("div", table, { class: "scroll", tabindex: "0" }));
    if (own.length > shown) {
      const more = make("button", `Show more (${own.length - shown} left)`, { type: "button" });
      more.addEventListener("click", () => { shown += 4 * LISTED; show(); });
      place.append(more);
    }
  }
  function show() {
    const filter = asked();
    const found = kept(filter);
    const unit = picture(filter, found);
    byId("count").textContent = found.length ? `${found.length} act${found.length === 1 ? "" : "s"}` : "No act is left by this filter.";
    const link = byId("open");
    link.hidden = !found.length;
    link.href = evidence(filter, chosen === null || unit === null ? null : [iso(chosen), iso(next(chosen, unit) - 1)]);
    list(found, unit);
  }

  // ---- The form and the address

  function remember() {
    const filter = asked();
    const parts = FIELDS.filter((id) => filter[id] !== "" && !(id === "modality" && filter[id] === "asserted")).map((id) => `${id}=${encodeURIComponent(filter[id])}`);
    if (filter.modality === "") parts.push("modality=any");
    if (filter.classes.length < boxes.length) parts.push(`class=${filter.classes.join(",")}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.href.split("#")[0]);
  }
  function recall() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    FIELDS.forEach((id) => { byId(id).value = wanted.get(id) || (id === "modality" ? "asserted" : ""); });
    if (wanted.get("modality") === "any") byId("modality").value = "";
    const classes = wanted.has("class") ? wanted.get("class").split(",") : null;
    boxes.forEach((box) => { box.checked = !classes || classes.includes(box.value); });
  }
  function begin() {
    const counts = new Map();
    for (let i = 0; i < data.n; i += 1) {
      if (data.quad[i]) for (const id of new Set([value("source", i), value("target", i)])) if (id) counts.set(id, (counts.get(id) || 0) + 1);
    }
    const actors = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
    for (const id of ["actor", "other"]) {
      byId(id).append(...actors.map(([actor, n]) => make("option", `${name(actor)} (${n})`, { value: actor })));
    }
    recall();
    byId("filters").hidden = byId("key").hidden = byId("reset").hidden = false;
    const change = () => { chosen = null; shown = LISTED; remember(); show(); };
    byId("filters").addEventListener("input", change);
    byId("reset").addEventListener("click", () => { history.replaceState(null, "", location.href.split("#")[0]); chosen = null; recall(); show(); });
    window.addEventListener("hashchange", () => { chosen = null; recall(); show(); });
    show();
  }
})();
