import { hereZone } from "../../lib/regions";
import { type Calendar, filled, type Shift, type Week } from "./week";

/** A calendar as it is edited. */
export interface HoursDraft {
  name: string;
  code: string;
  timezone: string;
  weekly: Week;
  holidays: { country: string; subdivision?: string | null } | null;
  exceptions: { date: string; name: string; hours: Shift[] }[];
}

/** A new calendar: office hours, from here. */
const EMPTY: HoursDraft = {
  name: "",
  code: "",
  timezone: hereZone(),
  weekly: Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, [["09:00", "17:00"]]])) as Week,
  holidays: null,
  exceptions: [],
};

function draftOf(calendar: Calendar): HoursDraft {
  return {
    name: calendar.name,
    code: calendar.code,
    timezone: calendar.timezone,
    weekly: filled(calendar.weekly as Week),
    holidays: calendar.holidays,
    exceptions: calendar.exceptions.map((each) => ({
      date: each.date,
      name: each.name ?? "",
      hours: (each.hours ?? []) as Shift[],
    })),
  };
}

/** A calendar for its editor; null is a new one. */
export const editable = (calendar: Calendar | null): { id: string; version: number; draft: HoursDraft } =>
  calendar
    ? { id: calendar.id, version: calendar.version, draft: draftOf(calendar) }
    : { id: "new", version: 0, draft: EMPTY };
