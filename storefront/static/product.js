/** A product's page: its size, where that is in stock, the cart, and what the assistant is told. */

import { assistant, toast } from "./shop_window.js";

const page = document.querySelector("[data-product]");

/** Begin, where this is a product's page. */
export function startProductPage() {
  if (!page) return;
  const form = page.querySelector("[data-add]");
  form.addEventListener("change", ({ target }) => target.name === "sku" && look(target.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(form);
  });
  tell(page.dataset.sku);
  const only = form.querySelector("input[type=hidden][name=sku]");
  const chosen = form.querySelector("input[name=sku]:checked") ?? only;
  if (chosen) look(chosen.value);
}

/** Tell the assistant what the shopper looks at, so that "is it there in M?" has an "it". */
function tell(sku) {
  assistant()?.setContext({ sku });
}

async function look(sku) {
  tell(sku);
  const place = page.querySelector("[data-stock]");
  const response = await fetch(`/stock/${encodeURIComponent(sku)}`).catch(() => null);
  const words = response?.ok ? await response.text() : "";
  const parsed = new DOMParser().parseFromString(words, "text/html");
  place.replaceChildren(...parsed.body.childNodes);
}

async function add(form) {
  const problem = form.querySelector("[data-problem]");
  const button = form.querySelector("[type=submit]");
  const sku = new FormData(form).get("sku");
  problem.textContent = "";
  button.disabled = true;
  try {
    const before = quantityOf(await assistant().request("GET", "/cart"), sku);
    const answer = await assistant().request("POST", "/cart/lines", { sku, quantity: 1 });
    if (quantityOf(answer, sku) > before) toast("It is in your cart.", "/cart", "See the cart");
    else problem.textContent = [answer.message, ...(answer.suggestions ?? [])].filter(Boolean).join(" ");
  } catch (error) {
    problem.textContent = error.status ? error.message : "The shop does not answer just now.";
  } finally {
    button.disabled = false;
  }
}

function quantityOf(answer, sku) {
  return answer.cart?.lines?.find((line) => line.sku === sku)?.quantity ?? 0;
}
