import type { TFunction } from "i18next";
import type { Schema } from "../../api/client";
import { formatDuration, formatNumber, formatShare } from "../../lib/format";

type Alert = Schema<"Alert">;

/** The alert in a sentence. */
export function headline(t: TFunction<"alerts">, alert: Alert): string {
  return t(`kind.${alert.kind}`, { name: alert.name, ...figures(alert), count: alert.value ?? 0 });
}

/** Its figures in the unit that its kind is about. */
export function figures(alert: Pick<Alert, "kind" | "value" | "threshold">): { value: string; threshold: string } {
  const show = unitOf(alert.kind);
  const word = (value: number | null | undefined) => (value === null || value === undefined ? "–" : show(value));
  return { value: word(alert.value), threshold: word(alert.threshold) };
}

function unitOf(kind: Alert["kind"]): (value: number) => string {
  if (kind === "oldest_waiting") return formatDuration;
  if (kind === "service_level") return (value) => formatShare(value);
  return (value) => formatNumber(value);
}
