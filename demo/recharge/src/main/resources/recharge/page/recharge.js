import { attempt, badge, call, clock, el, keepFresh, say, showRows, txNo, yuan } from "./dom.js";

const RESULTS = {
  success: ["成功 success", "good"],
  processing: ["处理中 processing", "wait"],
  fail: ["失败 fail", "bad"],
};
const STATES = {
  PENDING: ["待通知 pending", "wait"],
  ACKED: ["已确认 acked", "good"],
  REFUSED: ["被拒收 refused", "bad"],
  EXHAUSTED: ["超出窗口 exhausted", "bad"],
  CANCELLED: ["已取消 cancelled", ""],
};
const PARKED = ["REFUSED", "EXHAUSTED", "CANCELLED"];

const body = document.getElementById("recharges");
const open = new Set();
let accountPage = "/";

async function refresh() {
  const [recharges, receivers] = await Promise.all([
    call("GET", "/demo/recharges?limit=50"),
    call("GET", "/demo/receivers"),
  ]);
  document.getElementById("unacked").textContent = receivers
    .map((r) => `${r.receiver} ${r.unacked}${r.oldest === null ? "" : ` · 最早 oldest #${r.oldest}`}`)
    .join(" · ");
  const shown = await Promise.all(recharges.map(withAttempts));
  showRows(body, shown, (r) => r.id, rowsOf, "还没有充值 · no recharge yet");
  showCounts(recharges);
  showNextTimes();
}

async function withAttempts(recharge) {
  const attempts = open.has(recharge.id)
    ? await call("GET", `/demo/recharges/${encodeURIComponent(recharge.id)}/attempts`)
    : null;
  return { ...recharge, attempts };
}

function showCounts(recharges) {
  for (const state of ["PENDING", "ACKED", "REFUSED", "EXHAUSTED"]) {
    document.getElementById(`count-${state}`).textContent = recharges.filter(
      (r) => r.notification?.state === state,
    ).length;
  }
}

function rowsOf(recharge) {
  const row = el(
    "tr",
    { "data-tx": recharge.id },
    cell("流水号 txNo", txNo(recharge.id)),
    cell("账号 account", recharge.accountNo),
    cell("金额 amount", yuan(recharge.payAmount), "number"),
    cell("结果 result", badge(...RESULTS[recharge.result])),
    cell("通知 notification", notification(recharge)),
    cell("下次 next", next(recharge.notification)),
    el("td", { class: "actions", "data-label": "" }, ...actions(recharge)),
  );
  return recharge.attempts === null ? [row] : [row, detail(recharge.attempts)];
}

const cell = (label, content, style = "") =>
  el("td", { class: style, "data-label": label }, content);

function notification({ id, notification: told, attempts }) {
  if (told === null) {
    return el("span", { class: "hint" }, "—");
  }
  const toggle = el(
    "button",
    {
      type: "button",
      class: "small attempts",
      "aria-expanded": attempts !== null,
      title: told.reason ?? "",
      click: () => (open.delete(id) || open.add(id)) && refresh(),
    },
    `${told.attempts} 次 ${attempts === null ? "▸" : "▾"}`,
  );
  return el("span", { class: "told" }, badge(...STATES[told.state]), toggle);
}

const next = (told) =>
  el("span", { class: "next hint", "data-at": told?.nextAt ?? "", "data-now": told?.inFlight ?? "" });

function showNextTimes() {
  for (const place of body.querySelectorAll(".next")) {
    place.textContent = nextText(place.dataset);
  }
}

function nextText({ at, now }) {
  if (now === "true") {
    return "正在通知 telling";
  }
  const seconds = Math.ceil((new Date(at) - Date.now()) / 1000);
  return at === "" ? "—" : seconds > 0 ? `${seconds} 秒后 s` : "现在 now";
}

function actions({ id, result, notification: told }) {
  const buttons = [];
  if (result === "processing") {
    buttons.push(action("成功 succeed", () => complete(id, "success")));
    buttons.push(action("失败 fail", () => complete(id, "fail")));
  }
  if (PARKED.includes(told?.state)) {
    buttons.push(action("重发 replay", () => replay(id)));
  }
  if (told !== null && told.state !== "ACKED") {
    buttons.push(el("a", { href: `${accountPage}#${id}`, target: "account" }, "去查询 ask"));
  }
  return buttons;
}

const action = (text, run) =>
  el("button", { type: "button", class: "small", click: () => attempt("order-said", run) }, text);

async function complete(id, result) {
  await call("POST", `/recharges/${encodeURIComponent(id)}/completion`, { result });
  await refresh();
}

async function replay(id) {
  await call("POST", `/demo/recharges/${encodeURIComponent(id)}/replay`);
  say("order-said", `重新通知 telling ${id} again`, "good");
  await refresh();
}

function detail(attempts) {
  const head = el("tr", {}, ...["#", "时间 at", "原因 reason", "结果 outcome", "状态 status", "毫秒 ms", ""].map(
    (title) => el("th", {}, title)));
  const rows = attempts.map((a) => el("tr", {}, ...[
    a.number, clock(a.startedAt), a.reason ?? "—", a.outcome, a.status || "—", a.millis,
  ].map((value) => el("td", {}, String(value))), el("td", { class: "reason" }, a.error || a.excerpt)));
  const none = el("tr", {}, el("td", { colspan: 7 }, "还没有 none yet"));
  const table = el("table", {}, el("thead", {}, head), el("tbody", {}, ...(rows.length ? rows : [none])));
  return el("tr", { class: "detail" }, el("td", { colspan: 7 }, el("div", { class: "scroll" }, table)));
}

document.getElementById("order").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt("order-said", () => order(new FormData(event.target)));
});

// A number goes out as the person wrote it, so that the service can refuse what is none.
async function order(form) {
  const amount = form.get("payAmount").trim();
  const recharge = {
    accountNo: form.get("accountNo").trim(),
    payAmount: /^-?\d+(\.\d+)?$/.test(amount) ? Number(amount) : amount,
    payment: form.get("payment"),
  };
  const times = Number(form.get("times"));
  let last;
  for (let i = 0; i < times; i++) {
    const key = { "Idempotency-Key": crypto.randomUUID() };
    last = await call("POST", "/recharges", recharge, key);
  }
  say("order-said", `${RESULTS[last.result][0]}: ${times} × ${yuan(last.payAmount)} → ${last.accountNo}`, "good");
  await refresh();
}

async function showSettings() {
  const settings = await call("GET", "/demo/settings");
  accountPage = settings.accountPage;
  document.getElementById("other").href = accountPage;
  document.getElementById("schedule").textContent = settings.schedule;
}

await attempt("order-said", showSettings);
await keepFresh(refresh);
