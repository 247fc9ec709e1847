import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { Problem, Unreachable } from "../api/problem";

/** What to show of a failure: the server's words where it said any. */
export function wordsOf(error: unknown): string {
  if (error instanceof Unreachable) return i18next.t("app:failure.unreachable");
  if (error instanceof Problem) return error.words;
  return i18next.t("app:failure.unexpected");
}

/** A toast that something failed. */
export function tellFailure(error: unknown): void {
  notifications.show({
    color: "red",
    title: i18next.t("app:failure.title"),
    message: wordsOf(error),
    autoClose: 10_000,
    closeButtonProps: { "aria-label": i18next.t("app:close") },
  });
}

/** A toast that something was done. */
export function tellDone(message: string): void {
  notifications.show({ message, autoClose: 4000, closeButtonProps: { "aria-label": i18next.t("app:close") } });
}
