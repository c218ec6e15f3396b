// A page translator: replaces each text of the page by an element with its translation, as browsers and extensions
// do, and goes on doing so as texts come. The translation of a text is the text in brackets.
(() => {
  const SKIPPED = "script, style, textarea, template, font, option, title";
  const observed = new WeakSet();

  function translate(text) {
    if (!text.data.trim() || !text.parentElement || text.parentElement.closest(SKIPPED)) return;
    const outer = document.createElement("font");
    const inner = outer.appendChild(document.createElement("font"));
    inner.textContent = `[${text.data}]`;
    text.parentNode.replaceChild(outer, text);
  }

  function walk(root) {
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) texts.push(node);
      else if (node.shadowRoot) observe(node.shadowRoot);
    }
    texts.forEach(translate);
  }

  function observe(root) {
    if (observed.has(root)) return;
    observed.add(root);
    new MutationObserver((records) => {
      for (const record of records) {
        if (record.type === "characterData") translate(record.target);
        else record.addedNodes.forEach((node) => node.isConnected && walk(node));
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
    walk(root);
  }

  const begin = () => observe(document.body);
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin);
})();
