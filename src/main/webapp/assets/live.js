// Keeps asking for news only while somebody looks, and says how it stands.
const box = document.getElementById("live-switch");
const isPoll = (event) => event.detail.elt?.id === "live";

document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt?.getAttribute("hx-trigger")?.startsWith("every")) event.preventDefault();
});

// What was folded, unfolded or scrolled stays so when news take its place.
const folds = (scope) => [...scope.querySelectorAll("section details")];
const regions = (scope) => [...scope.querySelectorAll('[role="region"]')];
const place = (fold) => {
  const section = fold.closest("section");
  return section.id || section.getAttribute("aria-labelledby");
};
let kept = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const live = document.getElementById("live");
  if (!isPoll(event) || !event.detail.shouldSwap || !live) return;
  kept = {
    open: new Map(folds(live).map((fold) => [place(fold), fold.open])),
    scrolled: new Map(regions(live).map((region) => [region.getAttribute("aria-label"), region.scrollTop])),
  };
});

document.addEventListener("htmx:afterSwap", () => {
  const live = document.getElementById("live");
  if (!kept || !live) return;
  for (const fold of folds(live)) fold.open = kept.open.get(place(fold)) ?? fold.open;
  for (const region of regions(live)) region.scrollTop = kept.scrolled.get(region.getAttribute("aria-label")) ?? 0;
  kept = null;
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
