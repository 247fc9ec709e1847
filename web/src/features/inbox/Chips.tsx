import { Pill } from "@mantine/core";
import { formatDate } from "../../lib/format";
import { words } from "../../ui/ChannelIcon";
import type { Look, Narrowed, Place } from "./filters";
import { useFilterNames } from "./useFilterNames";

interface Props {
  look: Look;
  place: Place;
  onChange: (change: Partial<Look>) => void;
}

/** What narrows the list now, each to be taken away. */
export function Chips({ look, place, onChange }: Props) {
  const { t, channelName, statusName, agents, queues, terms } = useFilterNames();
  const nameIn = (all: { id: string; name: string }[]) => (id: string) =>
    all.find((each) => each.id === id)?.name ?? "…";
  const term = (code: string) => terms.find((each) => each.code === code)?.label ?? words(code);
  const chips: [string, string, Partial<Narrowed>][] = [];
  const add = (
    field: "statuses" | "channels" | "queueIds" | "ownerIds" | "categories",
    name: (value: string) => string,
  ) => {
    for (const value of look[field]) {
      chips.push([`${field}-${value}`, name(value), { [field]: look[field].filter((each) => each !== value) }]);
    }
  };
  add("statuses", statusName);
  add("channels", channelName);
  if (place.kind !== "queue") add("queueIds", nameIn(queues));
  add("ownerIds", nameIn(agents));
  add("categories", term);
  if (look.customerId) chips.push(["customer", t("filter.customer"), { customerId: null }]);
  if (look.priority !== null)
    chips.push(["priority", t("filter.at_least", { priority: look.priority }), { priority: null }]);
  if (look.since) chips.push(["since", t("filter.from", { day: formatDate(look.since) }), { since: null }]);
  if (look.until) chips.push(["until", t("filter.before", { day: formatDate(look.until) }), { until: null }]);
  if (look.risk) chips.push(["risk", t(`filter.risk_${look.risk}`), { risk: null }]);
  if (look.unread) chips.push(["unread", t("filter.unread"), { unread: false }]);
  return chips.map(([key, label, without]) => (
    <Pill
      key={key}
      withRemoveButton
      onRemove={() => onChange(without)}
      removeButtonProps={{ "aria-label": t("filter.remove", { name: label }), tabIndex: 0, "aria-hidden": false }}
    >
      {label}
    </Pill>
  ));
}
