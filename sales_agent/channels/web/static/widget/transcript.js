/** The conversation as a text file of the shopper's own. */

import { el } from "./dom.js";

/** Fetch every message and hand them over as a download. */
export async function save(conversation, { t, amounts, announce }, title) {
  try {
    const messages = await everything(conversation);
    const lines = messages.map(({ role, text, at }) => {
      const who = role === "shopper" ? t.you : t.assistant;
      const when = at ? `${amounts.day(at)}, ${amounts.hour(at)} · ` : "";
      return `${when}${who}:\n${text}\n`;
    });
    hand(`${title}\n\n${lines.join("\n")}`);
  } catch {
    announce(t.unavailable);
  }
}

async function everything(conversation) {
  const messages = [];
  let cursor = "";
  do {
    const page = await conversation.earlier(cursor);
    messages.unshift(...page.messages);
    cursor = page.cursor;
  } while (cursor);
  return messages;
}

function hand(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = el("a", { href: url, download: "conversation.txt" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
