/** How host and launcher look; `!important` here wins over whatever a page does to `*`. */

export const CSS = `
:host {
  all: initial !important;
  --accent: var(--sales-assistant-color, #1d5c4b);
  --radius: var(--sales-assistant-radius, 18px);
  --font: var(--sales-assistant-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
  --surface: light-dark(#fff, #191b1f);
  --raised: light-dark(#f4f5f7, #26292f);
  --line: light-dark(#e0e3e8, #3a3f47);
  --edge: light-dark(#7d8590, #8b939f);
  --ink: light-dark(#16191d, #f1f3f5);
  --soft: light-dark(#565d67, #b1b8c2);
  --bad: light-dark(#b3261e, #ffb4ab);
  --good: light-dark(#176a3a, #8fdcab);
  color-scheme: light dark !important;
  position: fixed !important;
  inset: auto 20px 20px auto !important;
  z-index: 2147483000 !important;
  display: block !important;
  font: 15px/1.5 var(--font) !important;
  color: var(--ink) !important;
}
:host([data-theme="light"]) { color-scheme: light !important; }
:host([data-theme="dark"]) { color-scheme: dark !important; }
:host([data-side="left"]), :host([dir="rtl"]:not([data-side])) {
  inset: auto auto 20px 20px !important;
}
@media print { :host { display: none !important; } }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.launcher {
  position: relative;
  display: grid;
  place-items: center;
  inline-size: 60px;
  block-size: 60px;
  border: 0;
  border-radius: 30px;
  padding: 0;
  background: var(--accent);
  color: var(--on-accent, #fff);
  cursor: pointer;
  box-shadow: 0 1px 3px rgb(0 0 0 / .2), 0 8px 28px rgb(0 0 0 / .22);
  transition: transform .18s ease, box-shadow .18s ease;
}
.launcher:hover { transform: translateY(-2px); }
.launcher .icon-down, .launcher[aria-expanded="true"] .icon-chat { display: none; }
.launcher[aria-expanded="true"] .icon-down { display: block; }
.icon {
  inline-size: 24px;
  block-size: 24px;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.9;
  stroke-linecap: round;
  stroke-linejoin: round;
}
.launcher .icon { inline-size: 28px; block-size: 28px; }
:focus-visible {
  outline: 3px solid light-dark(#0b57d0, #a8c7fa);
  outline-offset: 2px;
  box-shadow: 0 0 0 2px var(--surface);
}
.badge {
  position: absolute;
  inset: -4px -4px auto auto;
  min-inline-size: 24px;
  block-size: 24px;
  padding: 0 6px;
  border: 2px solid var(--surface);
  border-radius: 12px;
  background: #b3261e;
  color: #fff;
  font: 700 12px/20px var(--font);
  text-align: center;
}
.trouble:empty { display: none; }
.trouble {
  position: absolute;
  inset: auto 0 72px auto;
  inline-size: max-content;
  max-inline-size: min(280px, calc(100vw - 40px));
  margin: 0;
  padding: 12px 16px;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--surface);
  box-shadow: 0 8px 28px rgb(0 0 0 / .18);
}
:host([data-side="left"]) .trouble, :host([dir="rtl"]:not([data-side])) .trouble {
  inset: auto auto 72px 0;
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { transition: none !important; animation: none !important; }
}
`;
