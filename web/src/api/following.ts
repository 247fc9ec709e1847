import type { Change } from "./frames";

// With more the server takes no socket at all.
const MOST_TOPICS = 200;

/** Which topics the page wants to follow, which of them the server does, and what it is told of the difference. */
export class Following {
  private readonly topics = new Map<string, number>();
  /** What the server is to be told in a moment: to follow, or not any more. */
  private readonly changed = new Map<string, boolean>();
  /**
   * Topics that we may not follow now: with one of them the server would take no socket. They are asked for again when
   * something says that we see them, at every heartbeat, and when a socket begins.
   */
  private readonly refused = new Set<string>();
  /** What the server has followed for us up to the cursor. Only of this it can tell by the cursor what was missed. */
  private held: ReadonlySet<string> = new Set();

  constructor(private readonly put: (frame: Record<string, unknown>) => void) {}

  follow(topic: string): void {
    const count = this.topics.get(topic) ?? 0;
    this.topics.set(topic, count + 1);
    // Whoever asks for it anew may have got the right to.
    if (this.refused.delete(topic) || count === 0) this.change(topic, true);
  }

  leave(topic: string): void {
    const count = (this.topics.get(topic) ?? 1) - 1;
    if (count > 0) this.topics.set(topic, count);
    else if (this.topics.delete(topic)) this.change(topic, false);
  }

  /** Tell the server of what has just been taken up. */
  tellTaken(): void {
    this.subscribe(this.due(true));
  }

  /** What a socket begins with: what is wanted, and on resuming what was followed up to the cursor. */
  first(resuming: boolean): Set<string> {
    return new Set(this.wanted().filter((topic) => !resuming || this.held.has(topic)));
  }

  /** A socket has begun with these: the others are taken up now, and have their news told. */
  begin(followed: ReadonlySet<string>): void {
    this.held = followed;
    this.forgive();
    this.tellTaken();
    this.subscribe(this.wanted().filter((topic) => !followed.has(topic)));
  }

  /** The server follows these now. What it has left unasked went out of our sight. */
  hold(topics: ReadonlySet<string>): void {
    for (const topic of this.held) if (this.topics.has(topic) && !topics.has(topic)) this.refused.add(topic);
    for (const topic of topics) this.refused.delete(topic);
    this.held = topics;
  }

  refuse(topic: string): void {
    this.refused.add(topic);
  }

  /** What was refused may be allowed by now. */
  forgive(): void {
    this.refused.clear();
  }

  /** What we are shown, we may follow. */
  see(changes: readonly Change[]): void {
    if (this.refused.size === 0) return;
    this.askAgain(changes.flatMap(({ kind, id, value }) => (value ? `${kind}:${id}` : [])));
  }

  /** Ask to follow those of the topics that we might not, for we may by now. */
  askAgain(topics: Iterable<string> = this.refused): void {
    this.subscribe([...topics].filter((topic) => this.topics.has(topic) && this.refused.delete(topic)));
  }

  /** One frame for all that changes at once; what is left and taken up again is not worth one. */
  private change(topic: string, follows: boolean): void {
    if (this.changed.size === 0) queueMicrotask(this.tell);
    if (this.changed.get(topic) === !follows) this.changed.delete(topic);
    else this.changed.set(topic, follows);
  }

  private readonly tell = () => {
    const left = this.due(false);
    if (left.length > 0) this.put({ op: "unsubscribe", topics: left });
    this.tellTaken();
  };

  private due(follows: boolean): string[] {
    const found = [...this.changed].flatMap(([topic, each]) => (each === follows ? topic : []));
    for (const topic of found) this.changed.delete(topic);
    return found;
  }

  private subscribe(topics: string[]): void {
    if (topics.length > 0) this.put({ op: "subscribe", topics });
  }

  private wanted(): string[] {
    return [...this.topics.keys()].filter((topic) => !this.refused.has(topic)).slice(0, MOST_TOPICS);
  }
}
