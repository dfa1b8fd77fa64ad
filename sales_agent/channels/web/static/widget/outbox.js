/**
 * What waits to be sent, for all tabs: entries {clientId, text, context?, confirm?, turn?}.
 *
 * An entry stays until its turn is over, so that whichever tab lives goes on with it; its clientId
 * makes a second sending the same turn.
 */

import { read, write } from "./storage.js";
import { tell } from "./tabs.js";

/** The entries, the oldest first. */
export function waiting() {
  return read("outbox") ?? [];
}

/** Put an entry at the end. */
export function put(entry) {
  change([...waiting(), entry]);
}

/** Note on an entry what is known of it by now. */
export function note(clientId, known) {
  change(waiting().map((entry) => (entry.clientId === clientId ? { ...entry, ...known } : entry)));
}

/** Take an entry out: its turn is over, or will never be. */
export function take(clientId) {
  change(waiting().filter((entry) => entry.clientId !== clientId));
}

/** An id that no other message has, unguessable; also where `randomUUID` is not to be had. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function change(entries) {
  write("outbox", entries.length ? entries : null);
  tell({ type: "outbox" });
}
