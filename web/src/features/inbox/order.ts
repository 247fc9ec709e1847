import { placed, risen, type TimeOf } from "./rising";

/**
 * Which rows are shown in which order. What is new goes on top, and so does, in the order of the latest message, a row
 * with a newer one; where somebody has scrolled they wait until they are asked for, and nothing moves. In all other
 * orders rows keep their places.
 */
export class LiveOrder {
  private waiting: string[] = [];
  ids: readonly string[] = [];
  /** Whether the top of the list is in sight: then rows may come and move at once. */
  atTop = true;

  constructor(
    private readonly newestFirst: boolean,
    private readonly timeOf: TimeOf,
  ) {}

  /** How many rows wait to come on top. */
  get above(): number {
    return this.waiting.length;
  }

  /** All rows of the list: those that wait are of it. */
  all(): Set<string> {
    return new Set([...this.ids, ...this.waiting]);
  }

  begin(ids: string[]): void {
    this.ids = ids;
    this.waiting = [];
  }

  append(ids: string[]): void {
    this.ids = [...this.ids, ...ids];
  }

  drop(gone: ReadonlySet<string>): void {
    if (gone.size === 0) return;
    this.ids = this.ids.filter((id) => !gone.has(id));
    this.waiting = this.waiting.filter((id) => !gone.has(id));
  }

  /** New rows come on top, or wait to. */
  add(fresh: string[]): void {
    if (fresh.length === 0) return;
    if (this.atTop) this.ids = [...fresh, ...this.ids];
    else this.waiting = [...fresh, ...this.waiting];
  }

  /** Those of these rows that have a newer message than the rows above them move up, or wait to. */
  rise(changed: string[]): void {
    if (!this.newestFirst) return;
    const found = risen(this.ids, [...new Set(changed)], this.timeOf);
    const others = this.waiting.filter((id) => !found.includes(id));
    this.waiting = this.atTop ? others : [...found, ...others];
    if (this.atTop && found.length > 0) this.ids = placed(this.ids, found, this.timeOf);
  }

  /** What waits comes on top. */
  reveal(): void {
    const waiting = this.waiting;
    this.waiting = [];
    const moving = new Set(waiting);
    this.ids = this.newestFirst
      ? placed(this.ids, waiting, this.timeOf)
      : [...waiting, ...this.ids.filter((id) => !moving.has(id))];
  }
}
