// What both pages need of the browser. Data becomes text nodes, never HTML.

/** Makes an element. Attributes that are functions become listeners; null children are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(name, value);
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Calls the service; throws an Error with the problem's code and detail. */
export async function call(method, path, body, headers = {}) {
  const json = body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(path, {
    method,
    headers: { Accept: "application/json", ...json, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${answer.code}: ${answer.detail}`);
  }
  return answer;
}

/** Runs the work now and then again and again, a second after it ended; shows whether it could. */
export async function keepFresh(work) {
  const live = document.getElementById("live");
  for (;;) {
    try {
      await work();
      live.textContent = "实时 live";
      live.classList.remove("down");
    } catch (failure) {
      live.textContent = "无应答 no answer";
      live.classList.add("down");
    }
    await new Promise((resume) => setTimeout(resume, 1000));
  }
}

/** Brings the rows of a table to the items; rows whose item is the same stay untouched. */
export function showRows(body, items, keyOf, rowsOf, empty) {
  const before = body.shown ?? new Map();
  const after = new Map();
  for (const item of items) {
    const text = JSON.stringify(item);
    const old = before.get(keyOf(item));
    after.set(keyOf(item), old?.text === text ? old : { text, rows: rowsOf(item) });
  }
  const rows = [...after.values()].flatMap((entry) => entry.rows);
  const wanted = rows.length > 0 ? rows : [emptyRow(body, empty)];
  wanted.forEach((row, at) => {
    if (body.children[at] !== row) {
      body.insertBefore(row, body.children[at] ?? null);
    }
  });
  while (body.children.length > wanted.length) {
    body.lastElementChild.remove();
  }
  body.shown = after;
}

function emptyRow(body, text) {
  const columns = body.parentElement.tHead.rows[0].cells.length;
  return el("tr", { class: "detail" }, el("td", { colspan: columns, class: "empty" }, text));
}

/** Says how an action ended. */
export function say(id, text, mood = "") {
  const place = document.getElementById(id);
  place.textContent = text;
  place.className = `said ${mood}`;
}

/** Runs an action of the person and says what went wrong with it. */
export async function attempt(saidAt, action) {
  try {
    await action();
  } catch (failure) {
    say(saidAt, failure.message, "bad");
  }
}

export const yuan = (fen) =>
  new Intl.NumberFormat("zh-CN", { style: "currency", currency: "CNY" }).format(fen / 100);

export const clock = (time) => new Date(time).toLocaleTimeString("zh-CN", { hour12: false });

export const badge = (text, mood) => el("span", { class: `badge ${mood}` }, text);

/** A transaction number, shortened for the eye, with a button that copies it whole. */
export function txNo(id) {
  const copy = el("button", { type: "button", class: "small" }, "复制");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(id);
    copy.textContent = "✓";
    setTimeout(() => (copy.textContent = "复制"), 1200);
  });
  return el("span", { class: "tx", title: id }, shortened(id), copy);
}

const shortened = (id) => (id.length > 24 ? `${id.slice(0, 8)}…${id.slice(-12)}` : id);
