import { attempt, badge, call, clock, el, keepFresh, say, showRows, txNo, yuan } from "./dom.js";

const OUTCOMES = {
  APPLIED: ["已入账 applied", "good"],
  IGNORED: ["已有 ignored", ""],
  REFUSED: ["拒收 refused", "bad"],
  FAILED: ["失败 failed", "bad"],
};
const RESULTS = {
  success: ["成功，已入账 success, credited", "good"],
  processing: ["处理中 processing: ask again later", ""],
  fail: ["失败 fail: nothing to credit", ""],
};

const place = (id) => document.getElementById(id);
const balances = new Map();
let moves = 0;

async function refresh() {
  const movesBefore = moves;
  const [accounts, books, position, standing] = await Promise.all([
    call("GET", "/demo/accounts"),
    call("GET", "/demo/receipts?limit=50"),
    call("GET", "/demo/answers"),
    call("GET", "/demo/reconcile"),
  ]);
  showAccounts(accounts);
  showBooks(books);
  showStanding(standing);
  if (moves === movesBefore) {
    showSwitch(position);
  }
}

function showAccounts(accounts) {
  for (const account of accounts) {
    const before = balances.get(account.accountNo);
    if (before !== account.accountBalance) {
      showAccount(account, before);
      balances.set(account.accountNo, account.accountBalance);
    }
  }
}

function showAccount({ accountNo, accountName, accountBalance }, before) {
  const id = `account-${accountNo}`;
  const tile = place(id) ?? place("accounts").appendChild(el("div", { id, class: "account" }));
  tile.replaceChildren(
    el("span", { class: "hint" }, `${accountName} · ${accountNo}`),
    el("b", {}, yuan(accountBalance)),
  );
  if (before !== undefined) {
    tile.classList.add("grew");
    setTimeout(() => tile.classList.remove("grew"), 150);
  }
}

function showBooks({ credited, receipts, seen, waiting }) {
  const versions = new Map(receipts.map((r) => [r.subject, r.version]));
  const creditedWithReceipt = credited.map((c) => ({ ...c, version: versions.get(c.txNo) ?? null }));
  showRows(place("credited"), creditedWithReceipt, (c) => c.txNo, creditedRow, "还没有 nothing yet");
  showRows(place("seen"), seen, (s) => `${s.epoch}:${s.seq}`, seenRow, "还没有 nothing yet");
  showRows(place("waiting"), waiting, (w) => `${w.epoch}:${w.seq}`, waitingRow, "没有 none");
  place("waiting-card").hidden = waiting.length === 0;
}

function showStanding({ on, status, lag, failed, reports }) {
  const whenOn = (value) => (on ? value : "关 off");
  place("lag").textContent = whenOn(lag);
  place("holes").textContent = whenOn(status?.holes);
  place("failed").textContent = failed;
  place("known").textContent = whenOn(`${status?.epoch}:${status?.contiguousSeq}`);
  showRows(place("reports"), reports, (r) => r.startedAt + r.reason, reportRow, "还没有 nothing yet");
}

const cell = (label, content, style = "") =>
  el("td", { class: style, "data-label": label }, content);

const creditedRow = ({ txNo: id, version, createTime }) => [
  el("tr", { "data-tx": id },
    cell("流水号 txNo", txNo(id)),
    cell("回执 receipt", version === null ? "—" : `版本 v${version}`),
    cell("时间 at", clock(createTime))),
];

const seenRow = ({ seq, subject, outcome, seenAt }) => [
  el("tr", { "data-tx": subject },
    cell("序号 seq", String(seq), "number"),
    cell("流水号 txNo", txNo(subject)),
    cell("结果 outcome", badge(...OUTCOMES[outcome])),
    cell("时间 at", clock(seenAt))),
];

const reportRow = ({ reason, compared, missing, repaired, stillOpen, detail, finishedAt }) => [
  el("tr", {},
    cell("原因 reason", badge(reason, stillOpen === 0 ? "good" : "bad")),
    cell("核对 compared", String(compared), "number"),
    cell("缺 missing", String(missing), "number"),
    cell("补 repaired", String(repaired), "number"),
    cell("未决 open", String(stillOpen), "number"),
    cell("说明 detail", detail, "reason"),
    cell("时间 at", clock(finishedAt))),
];

const waitingRow = ({ subject, outcome, reason, seenAt }) => [
  el("tr", { "data-tx": subject },
    cell("流水号 txNo", txNo(subject)),
    cell("结果 outcome", badge(...OUTCOMES[outcome])),
    cell("原因 reason", reason, "reason"),
    cell("时间 at", clock(seenAt))),
];

function showSwitch({ mode, delayMs }) {
  const radio = document.querySelector(`#switch input[value=${mode}]`);
  if (!radio.checked) {
    radio.checked = true;
    if (mode === "LATE") {
      place("delay").value = delayMs;
    }
  }
}

async function move() {
  moves++;
  const mode = document.querySelector("#switch input:checked").value;
  await call("PUT", "/demo/answers", { mode, delayMs: Number(place("delay").value) });
  say("switch-said", mode === "NORMAL" ? "" : "通知方会一再重发 · the notifier will tell again and again");
}

async function ask(id) {
  const result = await call("GET", `/payresult/${encodeURIComponent(id)}`);
  const [text, mood] = RESULTS[result.result];
  say("ask-said", `${text} · ${yuan(result.payAmount)} → ${result.accountNo}`, mood);
  await refresh();
}

async function compare() {
  const report = await call("POST", "/demo/reconcile");
  say("reconcile-said",
    `核对 compared ${report.compared} · 缺 missing ${report.missing} · 补 repaired ${report.repaired}`,
    report.stillOpen === 0 ? "good" : "bad");
  await refresh();
}

async function openAccount(form) {
  const account = await call("POST", "/demo/accounts", Object.fromEntries(form));
  say("open-said", `已开户 opened ${account.accountName} · ${account.accountNo}`, "good");
  await refresh();
}

const onSubmit = (id, run) =>
  place(id).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(`${id}-said`, () => run(new FormData(event.target)));
  });

function takeTxNoFromAddress() {
  if (location.hash.length > 1) {
    place("ask").elements.txNo.value = decodeURIComponent(location.hash.slice(1));
  }
}

onSubmit("ask", (form) => ask(form.get("txNo").trim()));
onSubmit("open", openAccount);
onSubmit("reconcile", compare);
place("switch").addEventListener("change", () => attempt("switch-said", move));
place("delay").addEventListener("change", () => attempt("switch-said", move));
addEventListener("hashchange", takeTxNoFromAddress);
takeTxNoFromAddress();

await attempt("open-said", async () => {
  place("other").href = (await call("GET", "/demo/settings")).rechargePage;
});
await keepFresh(refresh);
