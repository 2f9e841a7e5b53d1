// Buttons that need a script: copying a text, showing a key while it is typed.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  const label = button.textContent;
  if (label === button.dataset.done) return;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 1500);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  field.type = field.type === "password" ? "text" : "password";
  [button.textContent, button.dataset.hide] = [button.dataset.hide, button.textContent];
});

function reveal(scope) {
  // Browsers offer the clipboard to secure origins only; a button that cannot work stays hidden.
  if (navigator.clipboard) scope.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  scope.querySelectorAll("[data-reveal]").forEach((button) => { button.hidden = false; });
}

reveal(document);
document.addEventListener("htmx:load", (event) => reveal(event.detail.elt));
