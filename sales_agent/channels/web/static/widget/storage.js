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

/** Do work while no other tab does work of this name; without locks (plain http) at once. */
export function alone(name, work) {
  return navigator.locks ? navigator.locks.request(PREFIX + name, work) : work();
}
