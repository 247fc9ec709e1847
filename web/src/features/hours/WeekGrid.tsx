import { Button, Fieldset, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Hours.module.css";
import { DAYS, type Day, hoursOf, placeOf, type Shift, shiftsOf, type Week, wordsOfShifts } from "./week";

const WEEKDAYS: Day[] = ["tue", "wed", "thu", "fri"];

interface Props {
  week: Week;
  onChange: (week: Week) => void;
  /** What the server refused, by day. */
  problem: (day: Day) => string | undefined;
}

/** The seven days: shifts in words, and drawn over the day. */
export function WeekGrid({ week, onChange, problem }: Props) {
  const { t } = useTranslation("hours");
  return (
    <Fieldset legend={t("week")} className={classes.week}>
      {DAYS.map((day) => (
        <div key={day} className={classes.day}>
          <Text size="sm" fw={600}>
            {t(`day.${day}`)}
          </Text>
          <ShiftsInput
            label={t("shifts_of", { day: t(`day.${day}`) })}
            shifts={week[day] ?? []}
            error={problem(day)}
            onChange={(shifts) => onChange({ ...week, [day]: shifts })}
          />
          <DayBar shifts={week[day] ?? []} />
        </div>
      ))}
      <div className={classes.day}>
        <span />
        <Button
          variant="light"
          size="compact-sm"
          w="fit-content"
          onClick={() => onChange({ ...week, ...Object.fromEntries(WEEKDAYS.map((day) => [day, week.mon ?? []])) })}
        >
          {t("like_monday")}
        </Button>
        <div className={classes.scale} aria-hidden>
          {[0, 6, 12, 18, 24].map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </div>
      </div>
      <Text size="sm" c="dimmed">
        {t("hours_a_week", { count: Math.round(hoursOf(week) * 10) / 10 })}
      </Text>
    </Fieldset>
  );
}

/** Shifts as people write them; taken over when they can be read. */
export function ShiftsInput(props: {
  label: string;
  shifts: Shift[];
  error?: string | undefined;
  onChange: (shifts: Shift[]) => void;
}) {
  const { t } = useTranslation("hours");
  const [typed, setTyped] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const unread = typed !== null && shiftsOf(typed) === null;
  // The form is not sent: what would be saved is not what stands here.
  const fault = unread ? t("unread") : "";
  useEffect(() => input.current?.setCustomValidity(fault), [fault]);
  return (
    <TextInput
      ref={input}
      aria-label={props.label}
      placeholder={t("closed_day")}
      value={typed ?? wordsOfShifts(props.shifts)}
      error={fault || props.error}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const found = shiftsOf(event.currentTarget.value);
        if (found) props.onChange(found);
      }}
      onBlur={() => !unread && setTyped(null)}
    />
  );
}

export function DayBar({ shifts }: { shifts: Shift[] }) {
  return (
    <div className={classes.bar} aria-hidden>
      {shifts.map((shift) => {
        const { from, length } = placeOf(shift);
        return (
          <div
            key={shift.join()}
            className={classes.shift}
            style={{ left: `${from * 100}%`, width: `${length * 100}%` }}
          />
        );
      })}
    </div>
  );
}
