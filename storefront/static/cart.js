/** The cart page: the session's cart, drawn anew at every change, whoever made it. */

import { assistant, money, say } from "./shop_window.js";

const page = document.querySelector("[data-cart-page]");
const part = (name) => page.querySelector(`[data-${name}]`);

/** Begin, where this is the cart's page. */
export function startCartPage() {
  if (!page) return;
  part("checkout").addEventListener("click", () => say("checkout"));
}

/** Draw a cart; the focus stays on what it was on. */
export function drawCart(cart) {
  if (!page) return;
  const lines = cart.lines ?? [];
  const held = document.activeElement?.dataset.hold;
  part("empty").hidden = lines.length > 0;
  part("full").hidden = !lines.length;
  part("lines").replaceChildren(...lines.map(drawnLine));
  part("rows").replaceChildren(...rows(cart));
  part("notes").replaceChildren(...(cart.notes ?? []).map((words) => element("li", words)));
  if (held) refocus(held);
}

function drawnLine(line) {
  const { sku, quantity } = line;
  const name = line.name ?? sku;
  const drawn = page.querySelector("template[data-line]").content.cloneNode(true).firstElementChild;
  const picture = drawn.querySelector("img");
  const ours = encodeURIComponent(line.productId ?? line.sku);
  picture.dataset.drawn = `/pictures/${ours}.svg`;
  picture.src = line.imageUrl ?? picture.dataset.drawn;
  drawn.querySelector("h2").textContent = name;
  drawn.querySelector("[data-variant]").textContent = [line.colour, line.size].filter(Boolean).join(", ");
  drawn.querySelector("output").textContent = String(quantity);
  drawn.querySelector(".quantity").setAttribute("aria-label", `Quantity of ${name}`);
  drawn.querySelector(".price").textContent = line.price ? money(line.lineTotal ?? line.price) : "";
  control(drawn, "less", `One less of ${name}`, sku, quantity - 1);
  control(drawn, "more", `One more of ${name}`, sku, quantity + 1);
  control(drawn, "remove", `Remove ${name}`, sku, 0);
  return drawn;
}

function control(drawn, name, label, sku, quantity) {
  const button = drawn.querySelector(`[data-${name}]`);
  button.setAttribute("aria-label", label);
  button.dataset.hold = `${name} ${sku}`;
  button.addEventListener("click", () => change(sku, quantity));
}

async function change(sku, quantity) {
  const path = `/cart/lines/${encodeURIComponent(sku)}`;
  const problem = part("problem");
  problem.textContent = "";
  try {
    const answer = quantity
      ? await assistant().request("PATCH", path, { quantity })
      : await assistant().request("DELETE", path);
    const line = answer.cart.lines.find((one) => one.sku === sku);
    if ((line?.quantity ?? 0) !== quantity) {
      problem.textContent = [answer.message, ...(answer.suggestions ?? [])].filter(Boolean).join(" ");
    }
  } catch (error) {
    problem.textContent = error.status ? error.message : "The shop does not answer just now.";
  }
}

function rows({ subtotal, discounts = [], total }) {
  const told = [];
  if (subtotal && discounts.length) told.push(["Subtotal", money(subtotal)]);
  for (const discount of discounts) {
    const label = [...new Set([discount.title, discount.reason].filter(Boolean))].join(": ");
    told.push([label || "Discount", `−${money(discount.amount)}`]);
  }
  if (total) told.push(["Total", money(total), "total"]);
  return told.flatMap(([label, amount, kind = ""]) => [
    element("dt", label, kind),
    element("dd", amount, kind),
  ]);
}

function element(tag, words, kind = "") {
  const made = document.createElement(tag);
  made.textContent = words;
  if (kind) made.className = kind;
  return made;
}

function refocus(held) {
  const again = page.querySelector(`[data-hold="${CSS.escape(held)}"]`);
  const heading = page.querySelector("h1");
  heading.tabIndex = -1;
  (again ?? heading).focus();
}
