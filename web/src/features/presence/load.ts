/** How much of each medium somebody has in hand, of how much they can take at once. Pure. */

export interface Load {
  medium: string;
  has: number;
  most: number;
}

interface Work {
  medium: string;
  /** A mail that waits for its customer is theirs and takes none. */
  takes_room: boolean;
}

export const loadsOf = (capacity: Record<string, number>, work: readonly Work[]): Load[] =>
  Object.entries(capacity).map(([medium, most]) => ({
    medium,
    most,
    has: work.filter((each) => each.medium === medium && each.takes_room).length,
  }));

/** Nothing more of a medium is offered to them now. */
export const isFull = (loads: readonly Load[]): boolean => loads.some(({ has, most }) => most > 0 && has >= most);
