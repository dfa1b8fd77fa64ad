/** What outlives a page: JSON under the widget's keys, in memory alone where a browser forbids more. */

const PREFIX = "sales-assistant:";
const memory = new Map();

/** The value kept under a name; null when there is none. */
export function read(name, area = "localStorage") {
  try {
    return JSON.parse(window[area].getItem(PREFIX + name));
  } catch {
    return memory.get(name) ?? null;
  }
}

/** Keep a value under a name; null removes it. */
export function write(name, value, area = "localStorage") {
  memory.set(name, value);
  try {
    if (value === null) window[area].removeItem(PREFIX + name);
    else window[area].setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A full or forbidden store: this page goes on from memory.
  }
}

/** Whether tabs can know of one another: browsers give locks to pages of https and this machine. */
export const canKnowOthers = Boolean(navigator.locks);

/** Be known as alive under an id until the signal. */
export function alive(id, signal) {
  const hold = () => new Promise((end) => signal.addEventListener("abort", end, { once: true }));
  navigator.locks?.request(`${PREFIX}alive:${id}`, hold);
}

/** Do work once whoever was alive under an id is so no more. */
export function survive(id, work) {
  navigator.locks.request(`${PREFIX}alive:${id}`, work);
}

/** Do work while no other tab does work of this name; without locks (plain http) at once. */
export function alone(name, work) {
  return canKnowOthers ? navigator.locks.request(PREFIX + name, work) : work();
}
