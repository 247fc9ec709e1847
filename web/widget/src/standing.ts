/** How the conversation stands, in one line. Pure. */
import type { About, Position } from "./chat";
import type { Say } from "./texts";
import { backAt, wait } from "./when";

export function standing(position: Position, ended: boolean, say: Say): string {
  const { state, place, estimate, agent, callback } = position;
  if (state === "talking") return agent ? say("with", { name: agent }) : say("connected");
  if (state === "ended" || (ended && state === "idle")) return say("ended");
  if (state === "idle") return say("idle");
  const where = place ? say("place", { n: place }) : say("waiting");
  const line = estimate === null || estimate === undefined ? where : `${where}, ${wait(estimate, say)}`;
  return callback ? `${say("call")}. ${line}` : line;
}

/** What to say where nobody is there; null where somebody is. */
export function absence(about: About, now: Date, language: string, say: Say): string | null {
  if (about.open) return null;
  const until = about.opens_at && say("awayUntil", { when: backAt(new Date(about.opens_at), now, language) });
  return [say("away"), until, say("awayHint")].filter(Boolean).join(" ");
}
