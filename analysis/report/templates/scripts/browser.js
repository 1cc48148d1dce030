// The evidence browser: the events of a report, filtered, sorted and paged; the address holds the whole question.
"use strict";
(() => {
  const DAY = 86400000;
  const PAGE = 25;
  const SLICE = 1000;  // events that are made into lines at once
  const TYPING = 200;  // ms without a key before a text is searched
  const FILTERS = ["actor", "source", "target", "pair", "among", "class", "root", "modality", "status", "use", "once", "private",
    "from", "to", "dated", "vague", "confidence", "place", "text", "article", "corrected", "events"];
  const QUADS = ["statement", "verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"];
  const MODALITIES = ["asserted", "planned", "hypothetical", "denied"];
  const TONES = ["", "coop", "coop", "conf", "conf"];
  const KINDS = ["source", "target", "trigger"];
  const ORDERS = {
    "-day": ["newest first", (i) => -data.day[i]],
    day: ["oldest first", (i) => data.day[i]],
    "-reports": ["most reported first", (i) => -data.n_reports[i]],
    "-confidence": ["surest first", (i) => -data.confidence[i]],
    confidence: ["least sure first", (i) => data.confidence[i]],
    source: ["who acts", (i) => data.rank[data.source[i]]],
    root: ["class", (i) => data.root[i]],
  };
  const WORDS = {
    measured: "measured", unresolved: "set aside: neither side known", "one-sided": "set aside: one side not known",
    domestic: "set aside: both sides are one actor", private: "set aside: private persons and firms",
    statements: "set aside: mere statements", planned: "set aside: planned", hypothetical: "set aside: hypothetical",
    denied: "set aside: denied", state: "set aside: standing states and habits", reference: "set aside: only referred to", history: "set aside: long before the first article",
  };
  const CORRECTED = "correction";  // what decided an event that the reader has set right
  const STATUS = { now: "of their time", state: "standing states", reference: "only referred to" };
  const PERIODS = { W: "a week", M: "a month", Q: "a quarter", Y: "a year" };

  let data = null;  // columns, lists and names of all events
  let where = new Map();  // the filter, names and values as in the address
  let order = "-day";
  let page = 1;
  let found = [];  // the events that are kept, in order
  let drawn = 0;  // counts the drawings, so that a late one is dropped
  const parts = { text: [], why: [] };
  const waiting = new Map();

  const byId = (id) => document.getElementById(id);
  function make(tag, content, attributes = {}) {
    const node = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.append(...[content].flat().filter((one) => one !== "" && one !== null && one !== undefined));
    return node;
  }
  const iso = (day) => (day === null ? "" : new Date(day * DAY).toISOString().slice(0, 10));
  const text = (column, i) => data.lists[column][data[column][i]];
  const name = (id) => (id ? data.names[id] || id : "nobody named");

  // ---- The data: scripts that hand their value to `take`.

  entente.take = (kind, number, value) => {
    const key = `${kind}-${number}`;
    const read = JSON.parse(value);
    if (kind === "events") begin(read);
    else {
      parts[kind][number] = read;
      if (kind === "text") note(number, read);
    }
    if (waiting.has(key)) waiting.get(key)();
  };

  const promises = new Map();
  function load(kind, number) {
    const key = `${kind}-${number}`;
    if (!promises.has(key)) {
      promises.set(key, new Promise((resolve, reject) => {
        waiting.set(key, resolve);
        const script = make("script", "", { src: kind === "events" ? "events.js" : `${key}.js` });
        script.addEventListener("error", () => reject(new Error(`${script.getAttribute("src")} is missing`)));
        document.head.append(script);
      }));
    }
    return promises.get(key);
  }

  function begin(read) {
    const columns = read.columns;
    data = { ...read, ...columns };
    const names = data.lists.source.map(name);
    const sorted = [...names].sort((one, other) => one.localeCompare(other));
    data.rank = names.map((one) => sorted.indexOf(one));
    data.code = { source: new Map(data.lists.source.map((id, k) => [id, k])),
      target: new Map(data.lists.target.map((id, k) => [id, k])) };
    data.ids_of_names = new Map();
    for (const id of new Set([...data.lists.source, ...data.lists.target])) {
      data.ids_of_names.set(entente.plain(name(id)), id).set(id.toLowerCase(), id);
    }
    data.ids_of_names.set("none", "");
    data.words = new Array(data.n);  // the text of each event's sentences and titles, for the search
  }

  function note(number, part) {
    part.events.forEach((quotes, k) => {
      const of = quotes.map(([at]) => part.sentences[at]);
      const texts = of.flatMap(([, document_, sentence]) => [sentence, data.documents[document_][1]]);
      data.words[number * data.part + k] = entente.plain([...new Set(texts)].join("\n"));
    });
  }

  async function loadAll() {
    const number = Math.ceil(data.n / data.part);
    for (let part = 0; part < number; part += 1) {
      await load("text", part);
      if (where.has("text") || part === number - 1) byId("reading").textContent = part === number - 1 ? "" : `reading the sentences: ${Math.round((100 * part) / number)} %`;
      await new Promise((done) => setTimeout(done, 0));
    }
    if (where.has("text")) show();
  }

  // ---- Filters: each value gives a test of an event by its number.

  const listed = (value) => value.split(",").filter((one) => one !== "");
  const side = (value) => new Set(listed(value).map((one) => (one === "none" ? "" : one)));
  const codes = (column, ids) => {
    const kept = new Uint8Array(data.lists[column].length);
    data.lists[column].forEach((one, k) => { kept[k] = ids.has(one) ? 1 : 0; });
    return kept;
  };
  const oneOf = (column, value) => {
    const kept = codes(column, new Set(listed(value)));
    return (i) => kept[data[column][i]];
  };

  // The two ids of a pair; an id may hold a hyphen itself.
  function two(value) {
    const cuts = [];
    for (let at = value.indexOf("-"); at >= 0; at = value.indexOf("-", at + 1)) {
      cuts.push([value.slice(0, at), value.slice(at + 1)].map((id) => (id === "none" ? "" : id)));
    }
    const known = (id) => data.code.source.has(id) || data.code.target.has(id);
    return cuts.find((cut) => cut.every(known)) || cuts[0] || [value, value];
  }

  function span(value, last) {
    const [year, month, day] = value.split("-").map(Number);
    if (day) return Date.UTC(year, month - 1, day) / DAY;
    if (month) return Date.UTC(year, last ? month : month - 1, last ? 0 : 1) / DAY;
    return Date.UTC(year, last ? 11 : 0, last ? 31 : 1) / DAY;
  }

  const TESTS = {
    source: (value) => { const kept = codes("source", side(value)); return (i) => kept[data.source[i]]; },
    target: (value) => { const kept = codes("target", side(value)); return (i) => kept[data.target[i]]; },
    actor: (value) => {
      const [first, second] = ["source", "target"].map((column) => codes(column, side(value)));
      return (i) => first[data.source[i]] || second[data.target[i]];
    },
    among: (value) => {
      const [first, second] = ["source", "target"].map((column) => codes(column, side(value)));
      return (i) => first[data.source[i]] && second[data.target[i]];
    },
    pair: (value) => {
      const size = data.lists.target.length;
      const kept = new Set();
      for (const [a, b] of listed(value).map(two)) {
        for (const [one, other] of [[a, b], [b, a]]) {
          if (data.code.source.has(one) && data.code.target.has(other)) {
            kept.add(data.code.source.get(one) * size + data.code.target.get(other));
          }
        }
      }
      return (i) => kept.has(data.source[i] * size + data.target[i]);
    },
    class: (value) => {
      const kept = new Set(listed(value).flatMap((one) => data.classes[one] || []));
      return (i) => kept.has(data.quad[i]);
    },
    root: (value) => oneOf("root", value),
    modality: (value) => oneOf("modality", value),
    status: (value) => oneOf("status", value),
    use: (value) => oneOf("use", value),
    once: (value) => (i) => Boolean(data.again[i]) === (value !== "yes"),
    private: (value) => (i) => data.private[i] === (value === "yes" ? 1 : 0),
    from: (value) => { const day = span(value, false); return (i) => data.day[i] !== null && data.day[i] >= day; },
    to: (value) => { const day = span(value, true); return (i) => data.day[i] !== null && data.day[i] <= day; },
    dated: (value) => (i) => {
      const width = data.width[i];
      return value in data.longest ? width > 0 && width <= data.longest[value] : (width > 0) === (value === "yes");
    },
    vague: (value) => (i) => data.width[i] > data.longest[value],
    confidence: (value) => (i) => data.confidence[i] >= Number(value),
    place: (value) => {
      const wanted = entente.plain(value);
      const near = data.lists.place.map((one) => entente.plain(one).includes(wanted));
      const states = data.lists.place_state.map((id) => id && (entente.plain(name(id)).includes(wanted) || id.toLowerCase() === wanted));
      return (i) => (data.lists.place[data.place[i]] && near[data.place[i]]) || states[data.place_state[i]];
    },
    text: (value) => {
      const wanted = (entente.plain(value).match(/"[^"]+"|[^\s"]+/g) || []).map((word) => word.replace(/"/g, ""));
      return (i) => data.words[i] !== undefined && wanted.every((word) => data.words[i].includes(word));
    },
    article: (value) => {
      const kept = new Set(listed(value).map((id) => data.documents.findIndex((one) => one[0] === id)));
      return (i) => data.articles[i].some((one) => kept.has(one));
    },
    corrected: (value) => (i) => (text("decided_by", i) === CORRECTED) === (value === "yes"),
    events: (value) => { const kept = new Set(listed(value)); return (i) => kept.has(data.ids[i]); },
  };

  function matching(asked) {
    const tests = [...asked].map(([key, value]) => TESTS[key](value));
    const kept = [];
    for (let i = 0; i < data.n; i += 1) {
      if (tests.every((test) => test(i))) kept.push(i);
    }
    return kept;
  }

  function ordered(events) {
    const key = ORDERS[order][1];
    const values = Float64Array.from({ length: data.n }, () => 0);
    events.forEach((i) => { values[i] = key(i); });
    return events.sort((one, other) => values[one] - values[other] || one - other);
  }

  // ---- The address.

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    where = new Map(FILTERS.filter((key) => asked.get(key)).map((key) => [key, asked.get(key)]));
    order = asked.get("sort") in ORDERS ? asked.get("sort") : "-day";
    page = Math.max(1, Number.parseInt(asked.get("page"), 10) || 1);
  }

  function address() {
    const asked = [...where].map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%3A/g, ":")}`);
    if (order !== "-day") asked.push(`sort=${order}`);
    if (page > 1) asked.push(`page=${page}`);
    return `#${asked.join("&")}`;
  }

  function go(replace) {
    const target = address();
    if (replace) {
      history.replaceState(null, "", target);
      show();
    } else if (location.hash === target || (target === "#" && !location.hash)) show();
    else location.hash = target;  // `hashchange` shows it
  }

  function change(key, value, replace = false) {
    if (value) where.set(key, value);
    else where.delete(key);
    page = 1;
    go(replace);
  }

  // ---- The form: it shows the filter, and changes it.

  const names = (ids) => [...ids].map(name).join(", ");
  const checked = (group) => [...document.querySelectorAll(`input[name=${group}]:checked`)].map((box) => box.value);
  const quads = (value) => new Set(listed(value).flatMap((one) => data.classes[one] || []));

  function fill() {
    const pair = where.has("pair") && listed(where.get("pair")).length === 1 ? two(where.get("pair")) : null;
    byId("either").checked = !(where.has("source") || where.has("target"));
    byId("who").value = pair ? name(pair[0]) : names(side(where.get("actor") || where.get("source") || ""));
    byId("whom").value = pair ? name(pair[1]) : names(side(where.get("target") || ""));
    const kept = quads(where.get("class") || "");
    document.querySelectorAll("input[name=class]").forEach((box) => { box.checked = kept.has(QUADS.indexOf(box.value)); });
    const modes = new Set(listed(where.get("modality") || ""));
    document.querySelectorAll("input[name=modality]").forEach((box) => { box.checked = modes.has(box.value); });
    for (const key of ["root", "status", "use"]) {
      const field = byId(key);
      const value = where.get(key) || "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    for (const key of ["once", "corrected"]) byId(key).checked = where.get(key) === "yes";
    byId("from").value = where.has("from") ? iso(span(where.get("from"), false)) : "";
    byId("to").value = where.has("to") ? iso(span(where.get("to"), true)) : "";
    for (const key of ["confidence", "place", "text"]) {
      if (document.activeElement !== byId(key)) byId(key).value = where.get(key) || "";
    }
    byId("sort").value = order;
  }

  function sides() {
    const asked = ["who", "whom"].map((id) => {
      const words = byId(id).value.trim();
      const whole = data.ids_of_names.get(entente.plain(words));
      const each = words && whole === undefined ? words.split(",").map((one) => one.trim()).filter(Boolean) : [];
      const ids = whole !== undefined && words ? [whole] : each.map((one) => data.ids_of_names.get(entente.plain(one)));
      const unknown = each.filter((_, k) => ids[k] === undefined);
      byId(id).setAttribute("aria-invalid", unknown.length > 0);
      byId(`${id}-told`).textContent = unknown.length ? `no event with ${unknown.join(", ")}` : "";
      return unknown.length ? null : ids.map((one) => one || "none");
    });
    if (asked.includes(null)) return;
    const [who, whom] = asked;
    ["actor", "source", "target", "pair"].forEach((key) => where.delete(key));
    if (!byId("either").checked) {
      if (who.length) where.set("source", who.join(","));
      if (whom.length) where.set("target", whom.join(","));
    } else if (who.length && whom.length) {
      where.set("pair", who.flatMap((a) => whom.map((b) => [a, b].sort().join("-"))).join(","));
    } else if (who.length || whom.length) where.set("actor", [...who, ...whom].join(","));
    page = 1;
    go(false);
  }

  function classValue() {
    const chosen = checked("class");
    const pairs = [["cooperation", QUADS.slice(1, 3)], ["conflict", QUADS.slice(3)]];
    let left = chosen;
    const values = [];
    for (const [whole, both] of pairs) {
      if (both.every((one) => chosen.includes(one))) {
        values.push(whole);
        left = left.filter((one) => !both.includes(one));
      }
    }
    return [...values, ...left].join(",");
  }

  function listen() {
    const options = (id, pairs) => byId(id).append(...pairs.map(([value, words]) => make("option", words, { value })));
    options("actors", [...data.ids_of_names.values()].filter((id, k, all) => id && all.indexOf(id) === k)
      .map((id) => [name(id), ""]).sort((one, other) => one[0].localeCompare(other[0])));
    options("root", data.lists.root.map((root) => [root, `${root}: ${data.glosses[root] || ""}`]));
    options("use", [["measured", "what the measures count"], ["measured,history", "the same, older acts too"],
      ...data.lists.use.filter((use) => use !== "measured").map((use) => [use, WORDS[use] || use])]);
    options("places", [...new Set([...data.lists.place, ...data.lists.place_state.map((id) => (id ? name(id) : ""))])]
      .filter(Boolean).sort().map((place) => [place, ""]));
    options("sort", Object.entries(ORDERS).map(([key, [words]]) => [key, words]));
    ["who", "whom", "either"].forEach((id) => byId(id).addEventListener("change", sides));
    document.querySelectorAll("input[name=class]").forEach((box) => box.addEventListener("change", () => change("class", classValue())));
    document.querySelectorAll("input[name=modality]").forEach((box) => box.addEventListener("change", () => {
      const chosen = checked("modality");
      change("modality", chosen.length === MODALITIES.length ? "" : chosen.join(","));
    }));
    ["root", "status", "use", "from", "to", "confidence", "place"].forEach((id) => byId(id).addEventListener("change", () => change(id, byId(id).value.trim())));
    ["once", "corrected"].forEach((id) => byId(id).addEventListener("change", () => change(id, byId(id).checked ? "yes" : "")));
    byId("corrected").parentElement.hidden = !data.lists.decided_by.includes(CORRECTED);
    let typing = 0;
    byId("text").addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => change("text", byId("text").value.trim(), true), TYPING);
    });
    byId("sort").addEventListener("change", () => { order = byId("sort").value; page = 1; go(false); });
    if (matchMedia("(max-width: 40rem)").matches) byId("filter-box").open = false;
    byId("filters").addEventListener("submit", (event) => event.preventDefault());
    byId("reset").addEventListener("click", () => { where.clear(); page = 1; go(false); });
    byId("copy-link").addEventListener("click", (event) => entente.copy(location.href, event.currentTarget));
    byId("copy-rows").addEventListener("click", async (event) => {
      const button = event.currentTarget;
      await loadAll();
      entente.copy((await lines("\t", "\n", entente.cell)).join(""), button);
    });
    byId("save").addEventListener("click", save);
    window.addEventListener("hashchange", () => { read(); show(); });
  }

  // ---- What is shown.

  function chip(key, words) {
    const button = make("button", [words, make("span", " ×", { "aria-hidden": "true" })], { type: "button", "aria-label": `remove the filter ${words}` });
    button.addEventListener("click", () => { change(key, ""); byId("count").focus(); });
    return make("li", button);
  }

  function inWords(key, value) {
    const pairWords = () => listed(value).map((one) => two(one).map(name).join(" – ")).join("; ");
    const title = () => listed(value).map((id) => (data.documents.find((one) => one[0] === id) || [id, id])[1]).join("; ");
    const words = {
      actor: () => `with ${names(side(value))}`, source: () => `by ${names(side(value))}`,
      target: () => `towards ${names(side(value))}`, pair: pairWords, among: () => `among ${names(side(value))}`,
      class: () => listed(value).map((one) => one.replace("-", " ")).join(", "), root: () => value, modality: () => value,
      status: () => listed(value).map((one) => STATUS[one] || one).join(", "),
      use: () => listed(value).map((one) => WORDS[one] || one).join(", "), once: () => value === "yes" ? "each act once" : "other directions of acts of both",
      private: () => (value === "yes" ? "by private persons and firms" : "without private persons and firms"),
      from: () => `from ${value}`, to: () => `to ${value}`,
      dated: () => (value in PERIODS ? `dated to ${PERIODS[value]}` : value === "yes" ? "dated" : "without a day"),
      vague: () => `day known to more than ${PERIODS[value] || value} only`, confidence: () => `confidence ${value} or more`,
      place: () => `in ${value}`, text: () => `“${value}”`, article: () => `in the article ${title()}`,
      corrected: () => (value === "yes" ? "corrected" : "as coded"),
      events: () => (listed(value).length === 1 ? "one event" : `${listed(value).length} named events`),
    };
    return words[key]();
  }

  function marked(sentence, spans) {
    const kept = [];
    KINDS.forEach((kind, k) => {
      const [start, end] = [spans[2 * k], spans[2 * k + 1]];
      if (start >= 0 && start < end && end <= sentence.length && kept.every((one) => end <= one[0] || start >= one[1])) kept.push([start, end, kind]);
    });
    kept.sort((one, other) => one[0] - other[0]);
    const out = [];
    let position = 0;
    for (const [start, end, kind] of kept) {
      out.push(sentence.slice(position, start), make("mark", sentence.slice(start, end), { class: kind }));
      position = end;
    }
    return [...out, sentence.slice(position)];
  }

  function quote([at, before, after, ...spans], sentences) {
    const [id, document_, sentence] = sentences[at];
    const [article, title, day, outlet] = data.documents[document_];
    const near = (other, end) => (other < 0 ? "" : make("span", end ? ` ${sentences[other][2]}` : `${sentences[other][2]} `, { class: "near" }));
    const link = make("a", title, { href: `../articles/${article}.html#${id}` });
    return make("blockquote", [near(before, false), make("span", marked(sentence, spans)), near(after, true),
      make("div", [iso(day), " · ", link, outlet ? ` · ${outlet}` : ""], { class: "meta" })]);
  }

  function when(i) {
    if (data.first[i] === null) return "day unknown";
    const [first, last] = [iso(data.first[i]), iso(data.last[i])];
    const days = first === last ? first : `${first} to ${last}`;
    const precision = text("when_precision", i);
    return precision === "published" || precision === "article" ? `${days} (${precision})` : days;
  }

  const type = (i) => text("root", i) + (text("mode", i) ? ` (${text("mode", i)})` : "");

  function why(i) {
    const inner = make("pre", "");
    const reports = data.n_reports[i] === 1 ? "1 report" : `${data.n_reports[i]} reports`;
    const head = make("summary", `why: ${text("decided_by", i)}`, { class: "meta" });
    const folded = make("details", [head, inner]);
    folded.addEventListener("toggle", async () => {
      if (inner.textContent) return;
      const part = Math.floor(i / data.part);
      await load("why", part);
      inner.textContent = parts.why[part][i % data.part];
    });
    return [make("span", `confidence ${data.confidence[i].toFixed(2)} · ${reports} · `, { class: "meta" }),
      make("a", data.ids[i], { href: `#events=${data.ids[i]}`, class: "meta", title: "this event alone: a link to quote" }), folded];
  }

  function card(i, part) {
    const quotes = part.events[i % data.part].map((one) => quote(one, part.sentences));
    const more = quotes.length > 1 ? make("details", [make("summary", `${quotes.length - 1} more`, { class: "meta" }), ...quotes.slice(1)]) : "";
    const modality = text("modality", i);
    const place = text("place", i);
    const head = make("h2", [`${name(text("source", i))} → ${name(text("target", i))} · `,
      make("span", type(i), { class: TONES[data.quad[i]], title: data.glosses[text("root", i)] || "" }), ` · ${when(i)}`,
      modality === "asserted" ? "" : make("i", ` · ${modality}`),
      text("status", i) === "now" ? "" : make("i", ` · ${STATUS[text("status", i)]}`), place ? ` · in ${place}` : "",
      text("decided_by", i) === CORRECTED ? make("b", " · corrected") : ""]);
    return make("article", [head, ...quotes.slice(0, 1), more, ...why(i)], { class: `event q${data.quad[i]}`, id: data.ids[i] });
  }

  function turn(number, words, current) {
    const button = make("button", words, { type: "button", ...(current ? { "aria-current": "page" } : {}) });
    button.addEventListener("click", () => { page = number; go(false); byId("count").focus(); });
    return button;
  }

  function pager(last) {
    if (last < 2) return [];
    const near = [...new Set([1, page - 1, page, page + 1, last])].filter((one) => one >= 1 && one <= last);
    const out = [];
    near.forEach((one, k) => {
      if (k && one > near[k - 1] + 1) out.push(make("span", "…"));
      out.push(turn(one, String(one), one === page));
    });
    return [page > 1 ? turn(page - 1, "Previous", false) : "", ...out, page < last ? turn(page + 1, "Next", false) : ""].filter(Boolean);
  }

  async function show() {
    drawn += 1;
    const own = drawn;
    found = ordered(matching(where));
    const last = Math.max(1, Math.ceil(found.length / PAGE));
    page = Math.min(page, last);
    fill();
    const count = byId("count");
    count.dataset.count = found.length;
    count.replaceChildren(make("b", found.length.toLocaleString("en")), ` of ${data.n.toLocaleString("en")} event${data.n === 1 ? "" : "s"}`);
    byId("chips").replaceChildren(...[...where].map(([key, value]) => chip(key, inWords(key, value))));
    byId("turn").replaceChildren(...pager(last));
    const shown = found.slice((page - 1) * PAGE, page * PAGE);
    const needed = [...new Set(shown.map((i) => Math.floor(i / data.part)))];
    await Promise.all(needed.map((part) => load("text", part)));
    if (own !== drawn) return;
    byId("list").replaceChildren(...shown.map((i) => card(i, parts.text[Math.floor(i / data.part)])));
    if (!shown.length) byId("list").append(make("p", "No event is like that. Remove a filter above."));
  }

  // ---- Out again.

  const HEAD = ["event", "day", "days", "source", "target", "class", "root", "mode", "modality", "status", "confidence",
    "reports", "place", "sentence", "title", "published", "outlet"];

  function row(i) {
    const part = parts.text[Math.floor(i / data.part)];
    const [first] = part.events[i % data.part];
    const [, document_, sentence] = first ? part.sentences[first[0]] : ["", -1, ""];
    const [, title, day, outlet] = data.documents[document_] || ["", "", null, ""];
    return [data.ids[i], iso(data.day[i]), when(i), name(text("source", i)), name(text("target", i)),
      QUADS[data.quad[i]].replace("-", " "), text("root", i), text("mode", i), text("modality", i), text("status", i),
      data.confidence[i], data.n_reports[i], text("place", i), sentence, title, iso(day), outlet];
  }

  // The events that are shown, as lines; made in slices, so that the page does not stand still.
  async function lines(mark, end, cell) {
    const events = found;
    const made = [HEAD.map(cell).join(mark) + end];
    for (let start = 0; start < events.length; start += SLICE) {
      made.push(events.slice(start, start + SLICE).map((i) => row(i).map(cell).join(mark) + end).join(""));
      await new Promise((done) => setTimeout(done, 0));
    }
    return made;
  }

  async function save() {
    await loadAll();
    const made = await lines(",", "\r\n", (one) => `"${entente.cell(one).replace(/"/g, '""')}"`);
    const file = URL.createObjectURL(new Blob(["\ufeff", ...made], { type: "text/csv" }));
    make("a", "", { href: file, download: "events.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 1000);
  }

  document.addEventListener("DOMContentLoaded", async () => {
    try {
      await load("events", 0);
    } catch (error) {
      byId("count").textContent = `${error.message}: keep the folder of the report whole.`;
      return;
    }
    listen();
    read();
    await show();
    loadAll();
  });
})();
