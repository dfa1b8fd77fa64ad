/** Tells the other tabs of this shop what happened in this one, and hears of theirs. */

const channel = window.BroadcastChannel ? new BroadcastChannel("sales-assistant") : null;

/** Tell the other tabs; `said` holds a `type` and what goes with it. */
export function tell(said) {
  channel?.postMessage(said);
}

/** Call `heard` with whatever another tab tells. */
export function listen(heard) {
  channel?.addEventListener("message", ({ data }) => data?.type && heard(data));
}
