import { useNow } from "../lib/clock";
import { formatClock, formatDateTime, formatRelative } from "../lib/format";

/** How long ago, or in how long, with the whole time on hover; it ticks. */
export function TimeAgo({ at }: { at: string }) {
  const now = useNow(30);
  return (
    <time dateTime={at} title={formatDateTime(at)}>
      {formatRelative(at, Math.max(now, 0))}
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
