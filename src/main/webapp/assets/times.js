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
function exact(date) {
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
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

function localize(scope) {
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
