import type { Schema } from "../../api/client";
import { formatClock, formatNumber, formatShare } from "../../lib/format";

export type Figures = Schema<"Figures">;
export type Code = Exclude<
  keyof Figures,
  "target_met" | "target_known" | "first_resolved" | "first_settled" | "handled"
>;
type Unit = "count" | "share" | "seconds";

/** What the tables show, in this order; the same codes as in the file and in the definitions. */
export const COLUMNS: readonly [Code, Unit][] = [
  ["contacts_in", "count"],
  ["contacts_out", "count"],
  ["answered", "count"],
  ["abandoned", "count"],
  ["waiting", "count"],
  ["service_level", "share"],
  ["wait_average", "seconds"],
  ["wait_p50", "seconds"],
  ["wait_p90", "seconds"],
  ["handle_average", "seconds"],
  ["talk_average", "seconds"],
  ["hold_average", "seconds"],
  ["wrap_up_average", "seconds"],
  ["first_response_average", "seconds"],
  ["first_response_p50", "seconds"],
  ["first_response_p90", "seconds"],
  ["first_contact_resolution", "share"],
  ["transfers", "count"],
  ["reopens", "count"],
  ["context_losses", "count"],
  ["promises_kept", "count"],
  ["promises_missed", "count"],
  ["automatic", "count"],
  ["by_bots", "count"],
];

/** What stands large at the top. */
export const HEADLINES: readonly Code[] = [
  "contacts_in",
  "answered",
  "abandoned",
  "service_level",
  "wait_average",
  "handle_average",
  "first_response_p50",
  "first_contact_resolution",
  "transfers",
  "context_losses",
];

const UNITS = new Map(COLUMNS);

/** A figure as people read it; a dash where there is nothing to divide by. */
export function shown(figures: Figures, code: Code): string {
  const value = figures[code];
  if (value === null) return "–";
  const unit = UNITS.get(code);
  if (unit === "share") return formatShare(value);
  return unit === "seconds" ? formatClock(Math.round(value)) : formatNumber(value);
}

/** From the first time in which anything came to the last; all, where nothing did. */
export function busy(times: Schema<"ReportLine">[]): Schema<"ReportLine">[] {
  const any = ({ figures }: Schema<"ReportLine">) => figures.contacts_in + figures.contacts_out > 0;
  const first = times.findIndex(any);
  return first < 0 ? times : times.slice(Math.max(0, first - 1), times.findLastIndex(any) + 2);
}

/** The points of the charts: times in minutes, shares in per cent. */
export function points(times: Schema<"ReportLine">[]) {
  return busy(times).map(({ name, figures }) => ({
    name,
    contacts_in: figures.contacts_in,
    answered: figures.answered,
    abandoned: figures.abandoned,
    wait_average: figures.wait_average === null ? null : Math.round(figures.wait_average / 6) / 10,
    service_level: figures.service_level === null ? null : Math.round(figures.service_level * 100),
  }));
}
