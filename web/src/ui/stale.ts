import { Problem } from "../api/problem";
import { tellFailure } from "./tell";

/** For `onError` of a change with `If-Match` and `meta: { quiet: true }`: what was changed meanwhile is read again. */
export const orStale =
  (readAgain: () => unknown) =>
  (error: unknown): void => {
    if (error instanceof Problem && error.status === 412) void readAgain();
    else tellFailure(error);
  };
