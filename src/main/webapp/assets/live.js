// Keeps asking for news only while somebody looks, and says how it stands.
const box = document.getElementById("live-switch");
const isPoll = (event) => event.detail.elt?.id === "live";

document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt?.getAttribute("hx-trigger")?.startsWith("every")) event.preventDefault();
});

if (box) {
  const state = box.querySelector(".live-state");
  const button = box.querySelector("button");
  let paused = false;
  let lost = false;

  const show = () => {
    const name = paused ? "paused" : lost ? "lost" : "running";
    if (box.dataset.state === name) return;
    box.dataset.state = name;
    state.textContent = box.dataset[name];
    button.textContent = paused ? button.dataset.resume : button.dataset.pause;
  };

  const heard = (failed) => {
    lost = failed;
    show();
  };

  button.addEventListener("click", () => {
    paused = !paused;
    show();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isPoll(event) && paused) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isPoll(event)) heard(!event.detail.successful);
  });
  box.hidden = false;
  show();
}
