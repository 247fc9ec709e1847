import { useCallback, useEffect, useRef, useState } from "react";
import { live, useTopics } from "./live";

export interface Somebody {
  by: string;
  agentId: string | null;
  name: string;
}

interface Seen extends Somebody {
  until: number;
}

// Both are said again every 20 s while they hold; typing also ends by itself.
const VIEWING_MS = 45_000;
const TYPING_MS = 8_000;
const AGAIN_MS = 20_000;
const SAID_LATELY_MS = 1000;
const TYPING_AGAIN_MS = 3_000;

/** Who types and who looks at a topic (`case:<id>`, `interaction:<id>`) now. It follows the topic. */
export function useEphemeral(topic: string): { typing: Somebody[]; viewing: Somebody[] } {
  useTopics([topic]);
  const [typing, setTyping] = useState<Seen[]>([]);
  const [viewing, setViewing] = useState<Seen[]>([]);
  useEffect(() => {
    setTyping([]);
    setViewing([]);
    const stop = live.onEphemeral(({ topic: of, payload }) => {
      if (of !== topic) return;
      const who = { by: payload.by, agentId: payload.agent_id ?? null, name: payload.name };
      if (payload.type === "typing") setTyping((all) => noted(all, who, payload.typing === true, TYPING_MS));
      else setViewing((all) => noted(all, who, payload.viewing === true, VIEWING_MS));
    });
    const timer = setInterval(() => {
      setTyping(current);
      setViewing(current);
    }, 1000);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [topic]);
  return { typing, viewing };
}

function noted(all: Seen[], who: Somebody, holds: boolean, ms: number): Seen[] {
  const others = all.filter((each) => each.by !== who.by || each.agentId !== who.agentId);
  return holds ? [...others, { ...who, until: Date.now() + ms }] : others;
}

function current(all: Seen[]): Seen[] {
  const now = Date.now();
  return all.every((each) => each.until > now) ? all : all.filter((each) => each.until > now);
}

/** Say that I, the agent of this id, look at a topic, while the component is there and the page is in front. */
export function useViewing(topic: string, me: string): void {
  useEffect(() => {
    const known = new Map<string, number>();
    let said = 0;
    let answer: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      clearTimeout(answer);
      answer = undefined;
      said = Date.now();
      live.send({ op: "viewing", topic, viewing: document.visibilityState === "visible" });
    };
    say();
    const timer = setInterval(say, AGAIN_MS);
    const stop = live.onState(say);
    const stopHearing = live.onEphemeral(({ topic: of, payload }) => {
      // What I say reaches me, too, and my other pages.
      if (of !== topic || payload.type !== "viewing" || payload.agent_id === me) return;
      const who = `${payload.by} ${payload.agent_id}`;
      if (!payload.viewing) {
        known.delete(who);
        return;
      }
      const isNew = (known.get(who) ?? 0) < Date.now() - VIEWING_MS;
      known.set(who, Date.now());
      // Who has just come does not know yet that I am here, even where I said so a moment ago. Several who come at
      // once are answered together.
      if (isNew) answer ??= setTimeout(say, Math.max(0, said + SAID_LATELY_MS - Date.now()));
    });
    document.addEventListener("visibilitychange", say);
    return () => {
      clearInterval(timer);
      clearTimeout(answer);
      stop();
      stopHearing();
      document.removeEventListener("visibilitychange", say);
      live.send({ op: "viewing", topic, viewing: false });
    };
  }, [topic, me]);
}

/** `const typed = useTyping(topic)`: call it on each key; it says so now and then, and when it stopped. */
export function useTyping(topic: string): (typing?: boolean) => void {
  const last = useRef(0);
  const stop = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const say = useCallback(
    (typing = true) => {
      clearTimeout(stop.current);
      const now = Date.now();
      if (!typing) {
        if (last.current) live.send({ op: "typing", topic, typing: false });
        last.current = 0;
        return;
      }
      if (now - last.current > TYPING_AGAIN_MS) {
        last.current = now;
        live.send({ op: "typing", topic, typing: true });
      }
      stop.current = setTimeout(() => say(false), TYPING_AGAIN_MS * 2);
    },
    [topic],
  );
  useEffect(() => () => say(false), [say]);
  return say;
}
