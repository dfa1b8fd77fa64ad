/** The pages' own script: the cart in step with the assistant's, and the ways into the chat. */

import { drawCart, startCartPage } from "./cart.js";
import { keepOrder, startOrdersPage } from "./orders.js";
import { startProductPage } from "./product.js";
import { assistant, say, toast } from "./shop_window.js";

document.documentElement.classList.add("scripted");
document.addEventListener("error", ({ target }) => drawInstead(target), { capture: true });
for (const picture of document.querySelectorAll("img[data-drawn]")) {
  if (picture.complete && !picture.naturalWidth) drawInstead(picture);
}

document.addEventListener("sales-assistant:cart", ({ detail }) => {
  countCart(detail);
  drawCart(detail);
});
document.addEventListener("sales-assistant:order", ({ detail }) => {
  if (keepOrder(detail)) toast(`Order ${detail.orderId} is placed.`, "/orders", "See your orders");
});
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-open]")) assistant()?.open();
  const words = target.closest("[data-say]")?.dataset.say;
  if (words) say(words);
});
for (const select of document.querySelectorAll("[data-submits]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

startCartPage();
startOrdersPage();
startProductPage();
showCount();

/** Show the drawing of a product whose own picture does not come. */
function drawInstead(picture) {
  const { drawn } = picture.dataset;
  if (!drawn || picture.getAttribute("src") === drawn) return;
  picture.src = drawn;
}

/** Who has no session yet has nothing in a cart: none is made for somebody who only looks. */
async function showCount() {
  if (!localStorage.getItem("sales-assistant:session")) return;
  await assistant()?.request("GET", "/cart").catch(() => {});
}

function countCart(cart) {
  const count = (cart.lines ?? []).reduce((sum, line) => sum + line.quantity, 0);
  const badge = document.querySelector("[data-cart-count]");
  badge.hidden = !count;
  badge.textContent = String(count);
}
