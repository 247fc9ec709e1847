import { useEffect, useSyncExternalStore } from "react";
import { Following } from "./following";
import type { Ephemeral, EventFrame, Frame } from "./frames";
import { sessionBack, sessionEnded } from "./session";

export type LiveState = "connecting" | "live" | "broken";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
// The server says something every 25 s; what is silent for longer is gone.
const SILENCE_MS = 40_000;
// Events that come close together are drawn together; under a stream of them a page draws so often and not more.
const BATCH_MS = 12;
const BETWEEN_MS = 40;
const CLOSED_SIGNED_OUT = 4401;
const CLOSED_RIGHTS_CHANGED = 4403;
// The cursor is of no use any more: fetch anew.
const CLOSED_FETCH_ANEW = new Set([CLOSED_RIGHTS_CHANGED, 4409]);

// What was fetched so shortly after something happened may have been read before it: an event's time is before its
// commit, and the answer was under way.
const MARGIN_MS = 2000;

type FramesListener = (frames: EventFrame[]) => void;
/** When something was last logged about what has just begun to be followed, by topic, in this machine's time. */
export type News = ReadonlyMap<string, number>;

/** Whether what was fetched then may lack what happened at `at`. */
export const mayLack = (fetchedAt: number, at: number | undefined): boolean =>
  at !== undefined && fetchedAt < at + MARGIN_MS;

/** One socket for the whole page: follows the topics that somebody shows, and resumes where it stopped. */
class Live {
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private pause = FIRST_PAUSE_MS;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly following = new Following((frame) => this.put(frame));
  private readonly stateListeners = new Set<() => void>();
  private readonly frameListeners = new Set<FramesListener>();
  private readonly ephemeralListeners = new Set<(frame: Ephemeral) => void>();
  private readonly anewListeners = new Set<() => void>();
  private readonly newsListeners = new Set<(news: News) => void>();
  private batch: EventFrame[] = [];
  private flushed = 0;
  state: LiveState = "connecting";

  /** Begin. Does nothing when it has begun. */
  start(): void {
    if (this.socket || this.retry) return;
    window.addEventListener("online", this.now);
    document.addEventListener("visibilitychange", this.now);
    this.connect();
  }

  /** End, for somebody signs out. */
  stop(): void {
    window.removeEventListener("online", this.now);
    document.removeEventListener("visibilitychange", this.now);
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.retry = undefined;
    const socket = this.socket;
    this.socket = null;
    this.cursor = null;
    this.following.forgive();
    socket?.close();
  }

  follow = (topic: string): void => this.following.follow(topic);
  leave = (topic: string): void => this.following.leave(topic);

  /** Say something, perhaps about a topic that has just been taken up: the server hears of that first. */
  send(frame: Record<string, unknown>): void {
    this.following.tellTaken();
    this.put(frame);
  }

  private put(frame: Record<string, unknown>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  onState = (listener: () => void) => added(this.stateListeners, listener);
  /** Events, in the order in which they happened, a few at a time. */
  onFrames = (listener: FramesListener) => added(this.frameListeners, listener);
  onEphemeral = (listener: (frame: Ephemeral) => void) => added(this.ephemeralListeners, listener);
  /** Events may have been missed: what is shown must be fetched anew. */
  onAnew = (listener: () => void) => added(this.anewListeners, listener);

  /** Something is followed from now on: what was fetched before the news is to be fetched again. */
  onNews = (listener: (news: News) => void) => added(this.newsListeners, listener);

  private readonly now = () => {
    if (this.state !== "broken" || document.visibilityState === "hidden") return;
    clearTimeout(this.retry);
    this.pause = FIRST_PAUSE_MS;
    this.connect();
  };

  private connect(): void {
    this.retry = undefined;
    const address = new URL("/api/v1/live", window.location.href);
    address.protocol = address.protocol.replace("http", "ws");
    // What was taken up meanwhile comes after "ready", and has its news told.
    const followed = this.following.first(this.cursor !== null);
    address.searchParams.set("topics", [...followed].join(","));
    if (this.cursor) address.searchParams.set("after", this.cursor);
    const socket = new WebSocket(address);
    this.socket = socket;
    this.listenFor(socket);
    socket.onmessage = ({ data }) => {
      this.listenFor(socket);
      this.take(JSON.parse(data as string) as Frame, followed);
    };
    socket.onclose = ({ code }) => {
      if (this.socket === socket) this.closed(code);
    };
  }

  /** Close a socket that says nothing for too long: the browser may not notice for minutes. */
  private listenFor(socket: WebSocket): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      socket.onclose = null;
      socket.close();
      if (this.socket === socket) this.closed(1006);
    }, SILENCE_MS);
  }

  private take(frame: Frame, followed: Set<string>): void {
    if (frame.op === "ready") {
      const resumed = this.cursor !== null;
      this.cursor = frame.cursor;
      this.pause = FIRST_PAUSE_MS;
      this.following.begin(followed);
      this.become("live");
      // What was fetched before the first "ready" may be older than the cursor.
      if (!resumed) this.fetchAnew();
    } else if (frame.op === "event") {
      this.cursor = frame.cursor;
      if (this.batch.push(frame) === 1)
        setTimeout(this.flush, Math.max(BATCH_MS, this.flushed + BETWEEN_MS - performance.now()));
      this.following.see(frame.changes);
    } else if (frame.op === "heartbeat") {
      this.cursor = frame.cursor;
      this.send({ op: "pong" });
      this.following.askAgain();
    } else if (frame.op === "ephemeral") {
      for (const listener of this.ephemeralListeners) listener(frame);
    } else if (frame.op === "topics") {
      this.following.hold(new Set(frame.topics));
      this.hearNews(frame.news);
    } else if (frame.topic) {
      this.following.refuse(frame.topic);
    }
  }

  private hearNews(ages: Record<string, number>): void {
    const news = new Map(Object.entries(ages).map(([topic, seconds]) => [topic, Date.now() - seconds * 1000]));
    if (news.size > 0) for (const listener of this.newsListeners) listener(news);
  }

  private readonly flush = () => {
    const frames = this.batch;
    this.batch = [];
    this.flushed = performance.now();
    for (const listener of this.frameListeners) listener(frames);
  };

  private closed(code: number): void {
    clearTimeout(this.silence);
    this.socket = null;
    this.become("broken");
    if (CLOSED_FETCH_ANEW.has(code)) {
      this.cursor = null;
      // Who may see less now sees less at once, even where no socket is allowed any more.
      this.fetchAnew();
    }
    if (code === CLOSED_RIGHTS_CHANGED) this.following.forgive();
    if (code === CLOSED_SIGNED_OUT) {
      sessionEnded();
      void sessionBack().then(() => this.connect());
      return;
    }
    // Everybody comes back after a restart: not all at the same moment.
    this.retry = setTimeout(() => this.connect(), this.pause * (0.5 + Math.random()));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  private fetchAnew(): void {
    for (const listener of this.anewListeners) listener();
  }

  private become(state: LiveState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }
}

function added<L>(listeners: Set<L>, listener: L): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const live = new Live();

export const useLiveState = (): LiveState => useSyncExternalStore(live.onState, () => live.state);

/** Follow these topics while the component is there: `useTopics([`case:${id}`])`. */
export function useTopics(topics: string[]): void {
  const all = topics.join(",");
  useEffect(() => {
    const followed = all ? all.split(",") : [];
    for (const topic of followed) live.follow(topic);
    return () => {
      for (const topic of followed) live.leave(topic);
    };
  }, [all]);
}

/** Hear events of the followed topics, a few at a time. The cached queries have them already. */
export function useFrames(listener: FramesListener): void {
  useEffect(() => live.onFrames(listener), [listener]);
}
