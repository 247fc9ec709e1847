import { Problem } from "../api/problem";
import { tellFailure } from "./tell";

/** Whether a change was refused since somebody else had changed the same meanwhile. */
export const isStale = (error: unknown): boolean => error instanceof Problem && error.status === 412;

/** For `onError` of a change with `If-Match` and `meta: { quiet: true }`: what was changed meanwhile is read again. */
export const orStale =
  (readAgain: () => unknown) =>
  (error: unknown): void => {
    if (isStale(error)) void readAgain();
    else tellFailure(error);
  };
