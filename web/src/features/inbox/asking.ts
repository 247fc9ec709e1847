import type { InboxRow } from "./rows";

const REFRESH_MS = 500;
const RETRY_MS = 3000;
const SOON_MS = 60;
const MOST_AT_ONCE = 100;
const MOST_REMEMBERED = 5000;

/** Whether an answer is still about this row: not where the row was said to have changed since it was asked for. */
export type IsCurrent = (id: string) => boolean;

/** Asks again for rows that changed: a little later and many at once, until it is answered. */
export class Asking {
  private readonly dirty = new Set<string>();
  /** When a row was last said to have changed: an answer to what was asked before that is not about it any more. */
  private readonly touched = new Map<string, number>();
  private touches = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private stopped = false;

  constructor(
    private readonly only: (ids: string[]) => Promise<InboxRow[]>,
    private readonly take: (answer: InboxRow[], asked: string[], isCurrent: IsCurrent) => void,
  ) {}

  start(): void {
    this.stopped = false;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Ask for this row again, a little later and with others. */
  touch = (id: string): void => {
    this.dirty.add(id);
    if (this.touched.size > MOST_REMEMBERED) this.touched.clear();
    this.touched.set(id, ++this.touches);
    this.askIn(Math.max(SOON_MS, this.asked + REFRESH_MS - Date.now()));
  };

  /** What tells later whether an answer to what is asked now is still about a row. */
  fromNow(): IsCurrent {
    const since = this.touches;
    return (id) => (this.touched.get(id) ?? 0) <= since;
  }

  /** An answer. It may be older than what was heard while it was on its way: that is asked for again. */
  async watching<T>(ask: () => Promise<T>): Promise<T> {
    const isCurrent = this.fromNow();
    const answer = await ask();
    for (const id of [...this.touched.keys()]) if (!isCurrent(id)) this.touch(id);
    return answer;
  }

  private askIn(ms: number): void {
    this.timer ??= setTimeout(() => void this.ask(), ms);
  }

  private async ask(): Promise<void> {
    this.timer = undefined;
    this.asked = Date.now();
    const asked = [...this.dirty].slice(0, MOST_AT_ONCE);
    for (const id of asked) this.dirty.delete(id);
    const isCurrent = this.fromNow();
    const rows = await this.only(asked).catch(() => null);
    if (this.stopped) return;
    if (rows) this.take(rows, asked, isCurrent);
    else for (const id of asked) this.dirty.add(id);
    if (this.dirty.size > 0) this.askIn(rows ? REFRESH_MS : RETRY_MS);
  }
}
