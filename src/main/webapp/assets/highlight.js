// Colours laid out JSON without touching it: ranges over the text, no elements. A string without its end is one, too,
// since it would be read again from each quote in it.
const LARGEST = 400_000;
const TOKEN = /("(?:[^"\\]|\\[\s\S]?)*(?:"|$))(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;
let budget = 60_000;

function kind(match) {
  if (match[1] !== undefined) return match[2] === undefined ? "json-string" : "json-key";
  return /[-\d]/.test(match[0][0]) ? "json-number" : "json-word";
}

function colour(element) {
  const text = element.firstChild;
  if (!text || text.length > LARGEST) return;
  for (const match of text.data.matchAll(TOKEN)) {
    if (budget-- <= 0) return;
    const range = new StaticRange({
      startContainer: text, startOffset: match.index,
      endContainer: text, endOffset: match.index + (match[1] ?? match[0]).length,
    });
    const name = kind(match);
    if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
    CSS.highlights.get(name).add(range);
  }
}

function colourAll(scope) {
  scope.querySelectorAll('[data-kind="json"]').forEach(colour);
}

if (globalThis.CSS?.highlights) {
  colourAll(document);
  document.addEventListener("htmx:load", (event) => {
    const element = event.detail.elt;
    if (element.matches?.('[data-kind="json"]')) colour(element);
    else colourAll(element);
  });
}
