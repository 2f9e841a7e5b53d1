// Times in the viewer's zone, ages that count on, and how long running calls have been running.
const root = document.documentElement;
// The server's clock is what ages are measured by; the viewer's may be wrong.
const skew = Date.now() - Date.parse(root.dataset.now);
const ago = root.dataset.ago.split("|");
const units = [1, 60, 3600, 86400, Infinity];
const format = new Intl.DateTimeFormat("en", {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  fractionalSecondDigits: 3, hourCycle: "h23", timeZoneName: "short",
});

const now = () => Date.now() - skew;

// The server's own form, so that a time looks the same with and without this script.
const parts = (date) => Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));

function exact(date) {
  const part = parts(date);
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}.${part.fractionalSecond} ${part.timeZoneName}`;
}

function age(instant) {
  const seconds = Math.max(0, Math.floor((now() - instant) / 1000));
  const unit = units.findIndex((length) => seconds < length);
  return ago[unit].replace("#", Math.floor(seconds / (unit === 0 ? 1 : units[unit - 1])));
}

function running(instant) {
  const seconds = Math.max(0, (now() - instant) / 1000);
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const minute = (part) => `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute} ${part.timeZoneName}`;

// The charts: what is written below them, in their tables and on their columns.
function localizeCharts(scope) {
  for (const text of scope.querySelectorAll("text[data-time]:not([data-local])")) {
    const part = parts(new Date(text.dataset.time));
    text.dataset.local = "";
    write(text, text.dataset.form === "day" ? `${part.month}-${part.day}` : `${part.hour}:${part.minute}`);
  }
  for (const time of scope.querySelectorAll("time.stretch:not([data-local])")) {
    time.dataset.local = "";
    write(time, minute(parts(new Date(time.dateTime))));
  }
  for (const bar of scope.querySelectorAll(".chart a[data-time]:not([data-local])")) {
    const text = `${minute(parts(new Date(bar.dataset.time)))} · ${bar.dataset.says}`;
    bar.dataset.local = "";
    bar.setAttribute("aria-label", text);
    write(bar.querySelector("title"), text);
  }
}

function localize(scope) {
  localizeCharts(scope);
  for (const time of scope.querySelectorAll("time[datetime]:not([data-local])")) {
    const text = exact(new Date(time.dateTime));
    time.dataset.local = "";
    if (time.classList.contains("exact")) write(time, text);
    else time.title = text;
  }
}

function tick() {
  for (const time of document.querySelectorAll("time.relative")) write(time, age(Date.parse(time.dateTime)));
  // Where nothing asks for news, a call would seem to run long after its end.
  if (["paused", "lost"].includes(document.getElementById("live-switch")?.dataset.state)) return;
  for (const call of document.querySelectorAll("[hx-get] [data-since]")) write(call, running(Date.parse(call.dataset.since)));
}

localize(document);
tick();
document.addEventListener("htmx:load", (event) => {
  localize(event.detail.elt);
  tick();
});
setInterval(tick, 1000);
