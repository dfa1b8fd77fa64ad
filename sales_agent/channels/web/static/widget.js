/**
 * The script tag's end: `window.SalesAssistant`, and the launcher once the page has been read.
 *
 * <script src="https://shop.example/widget.js" defer data-title="Ask us" data-color="#0a7"></script>
 */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.SalesAssistant) return;
  const launcher = import(new URL("widget/launcher.js", script.src)).then(({ launch }) =>
    launch(script),
  );
  launcher.catch((error) => console.error("sales assistant:", error.message));
  const later =
    (name) =>
    (...given) =>
      launcher.then((launched) => launched[name](...given));
  const names = ["open", "close", "send", "identify", "shutdown", "setContext", "request"];
  window.SalesAssistant = Object.freeze(Object.fromEntries(names.map((n) => [n, later(n)])));
})();
