import { Pill, PillGroup } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../lib/format";
import { type Asked, LISTS, midnight, toggled } from "./asked";
import classes from "./Search.module.css";
import { useValueNames } from "./values";

/** By what is filtered now, each with a cross. */
export function Chips({ asked, change }: { asked: Asked; change: (next: Asked) => void }) {
  const { t } = useTranslation("search");
  const name = useValueNames();
  const chips: [string, string, Asked][] = LISTS.flatMap((filter) =>
    asked[filter].map((value): [string, string, Asked] => [
      `${filter}:${value}`,
      `${t(`filter.${filter}`)}: ${name(filter, value)}`,
      toggled(asked, filter, value),
    ]),
  );
  if (asked.customer_id) chips.push(["customer", t("filter.customer"), { ...asked, customer_id: "" }]);
  if (asked.has_file) chips.push(["file", t("filter.has_file"), { ...asked, has_file: false }]);
  if (asked.from) chips.push(["from", t("from", { day: shown(asked.from) }), { ...asked, from: "" }]);
  if (asked.to) chips.push(["to", t("to", { day: shown(asked.to) }), { ...asked, to: "" }]);
  return (
    <PillGroup gap={6}>
      {chips.map(([key, label, without]) => (
        <Pill
          key={key}
          withRemoveButton
          className={classes.chip}
          onRemove={() => change(without)}
          removeButtonProps={{ "aria-label": t("remove", { filter: label }), "aria-hidden": undefined, tabIndex: 0 }}
        >
          {label}
        </Pill>
      ))}
    </PillGroup>
  );
}

const shown = (day: string): string => formatDate(midnight(day, 0));
