import { useNow } from "../lib/clock";
import { formatClock, formatDateTime, formatRelative } from "../lib/format";

// The clock of this page stands still between its steps: what just happened shall not lie ahead of it.
const AHEAD_MS = 60_000;

/** How long ago, or in how long, with the whole time on hover; it ticks. */
export function TimeAgo({ at }: { at: string }) {
  const now = useNow(30);
  const ahead = Date.parse(at) - now;
  const shown = ahead > 0 && ahead < AHEAD_MS ? Date.parse(at) : now;
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, Math.max(shown, 0))}
    </time>
  );
}

/** A clock that runs since, or down to, a time. */
export function Ticking({ since, until }: { since?: string; until?: string }) {
  const now = useNow();
  const seconds = since ? (now - Date.parse(since)) / 1000 : (Date.parse(until ?? "") - now) / 1000;
  return (
    <time style={{ fontVariantNumeric: "tabular-nums" }} dateTime={since ?? until}>
      {formatClock(seconds)}
    </time>
  );
}
