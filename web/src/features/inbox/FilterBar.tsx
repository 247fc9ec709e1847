import {
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Pill,
  Popover,
  SegmentedControl,
  Select,
  Stack,
  Switch,
  TextInput,
} from "@mantine/core";
import { IconBookmarkPlus, IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import { formatDate } from "../../lib/format";
import { useChannelName, words } from "../../ui/ChannelIcon";
import { useAgents, useQueues } from "../../ui/names";
import {
  countOf,
  isKept,
  type Look,
  type Narrowed,
  NOTHING,
  type Place,
  type Risk,
  type SavedView,
  SORTS,
  type Sort,
  STATUSES,
} from "./filters";
import classes from "./Inbox.module.css";

interface Props {
  look: Look;
  place: Place;
  /** The view that somebody keeps, where one is shown. */
  kept: SavedView | undefined;
  onChange: (change: Partial<Look>) => void;
  onKeep: () => void;
}

/** What narrows the list, as chips that can be taken away, and the order. */
export function FilterBar({ look, place, kept, onChange, onKeep }: Props) {
  const { t } = useTranslation("inbox");
  // What the view itself says is nothing that one has set.
  const set = isKept(look, kept) ? 0 : countOf(look, place);
  return (
    <div className={classes.filters}>
      <Group gap={4} wrap="nowrap">
        <Popover
          width={300}
          position="bottom-start"
          trapFocus
          withRoles
          // As high as there is room for.
          middlewares={{ flip: true, shift: true, size: { padding: 8 } }}
        >
          <Popover.Target>
            <Button
              size="compact-sm"
              variant={set ? "light" : "subtle"}
              color={set ? undefined : "gray"}
              leftSection={<IconFilter size={14} />}
            >
              {set ? t("filter.some", { count: set }) : t("filter.none")}
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={t("filter.none")} className={classes.form}>
            <FilterForm look={look} place={place} onChange={onChange} />
          </Popover.Dropdown>
        </Popover>
        <Select
          size="xs"
          w={150}
          ml="auto"
          aria-label={t("sort.label")}
          data={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
          value={look.sort}
          onChange={(value) => onChange({ sort: (value ?? "newest") as Sort })}
          allowDeselect={false}
        />
      </Group>
      {set > 0 && (
        <Group gap={4}>
          <Chips look={look} place={place} onChange={onChange} />
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange({ ...NOTHING })}>
            {t("filter.clear")}
          </Button>
          <Button size="compact-xs" variant="subtle" leftSection={<IconBookmarkPlus size={14} />} onClick={onKeep}>
            {t("save.title")}
          </Button>
        </Group>
      )}
    </div>
  );
}

type FormProps = Pick<Props, "look" | "place" | "onChange">;

function useNames() {
  const { t } = useTranslation(["inbox", "app"]);
  const channelName = useChannelName();
  const agents = useAgents();
  const queues = useQueues();
  const terms = $api.useQuery("get", "/api/v1/vocabularies/{code}/terms", {
    params: { path: { code: "inquiry_category" }, query: { limit: 200 } },
  });
  const statusName = (code: string) => t(`status.${code}`, { defaultValue: words(code) });
  return {
    t,
    channelName,
    statusName,
    agents: [...(agents.data?.values() ?? [])],
    queues: [...(queues.data?.values() ?? [])],
    terms: (terms.data?.items ?? []).filter((term) => term.status === "active"),
  };
}

function FilterForm({ look, place, onChange }: FormProps) {
  const { t, channelName, statusName, agents, queues, terms } = useNames();
  const known = new Set([...KNOWN_CHANNELS, ...look.channels]);
  const several = {
    clearable: true,
    searchable: true,
    openOnFocus: false,
    size: "xs",
    comboboxProps: { withinPortal: false },
  } as const;
  return (
    <Stack gap="xs">
      <MultiSelect
        {...several}
        label={t("filter.status")}
        data={STATUSES.map((value) => ({ value, label: statusName(value) }))}
        value={look.statuses}
        onChange={(statuses) => onChange({ statuses })}
      />
      <MultiSelect
        {...several}
        label={t("filter.channel")}
        data={[...known].map((value) => ({ value, label: channelName(value) }))}
        value={look.channels}
        onChange={(channels) => onChange({ channels })}
      />
      {place.kind !== "queue" && (
        <MultiSelect
          {...several}
          label={t("filter.queue")}
          data={queues.map(({ id, name }) => ({ value: id, label: name }))}
          value={look.queueIds}
          onChange={(queueIds) => onChange({ queueIds })}
        />
      )}
      <MultiSelect
        {...several}
        label={t("filter.owner")}
        data={agents.map(({ id, name }) => ({ value: id, label: name }))}
        value={look.ownerIds}
        onChange={(ownerIds) => onChange({ ownerIds })}
      />
      <MultiSelect
        {...several}
        label={t("filter.category")}
        data={terms.map(({ code, label }) => ({ value: code, label }))}
        value={look.categories}
        onChange={(categories) => onChange({ categories })}
      />
      <NumberInput
        size="xs"
        label={t("filter.priority")}
        min={-100}
        max={100}
        value={look.priority ?? ""}
        onChange={(value) => onChange({ priority: typeof value === "number" ? value : null })}
      />
      <Group grow gap="xs">
        <DayInput label={t("filter.since")} at={look.since} onChange={(since) => onChange({ since })} />
        <DayInput label={t("filter.until")} at={look.until} onChange={(until) => onChange({ until })} />
      </Group>
      <SegmentedControl
        size="xs"
        aria-label={t("filter.risk")}
        data={[
          { value: "", label: t("filter.risk_any") },
          { value: "at_risk", label: t("filter.risk_at_risk") },
          { value: "breached", label: t("filter.risk_breached") },
        ]}
        value={look.risk ?? ""}
        onChange={(value) => onChange({ risk: (value || null) as Risk | null })}
      />
      <Switch
        label={t("filter.unread")}
        checked={look.unread}
        onChange={(event) => onChange({ unread: event.currentTarget.checked })}
      />
      <Switch
        label={t("filter.by_case")}
        checked={look.byCase}
        onChange={(event) => onChange({ byCase: event.currentTarget.checked })}
      />
    </Stack>
  );
}

const KNOWN_CHANNELS = ["email", "webchat", "voice", "sms", "whatsapp", "messenger", "telegram"];

/** A day in the calendar of whoever looks, as the moment at which it begins. */
function DayInput({
  label,
  at,
  onChange,
}: {
  label: string;
  at: string | null;
  onChange: (at: string | null) => void;
}) {
  const day = at ? new Date(at) : null;
  const two = (n: number) => String(n).padStart(2, "0");
  const value = day ? `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}` : "";
  return (
    <TextInput
      size="xs"
      type="date"
      label={label}
      value={value}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value ? new Date(`${currentTarget.value}T00:00`).toISOString() : null)
      }
    />
  );
}

function Chips({ look, place, onChange }: FormProps) {
  const { t, channelName, statusName, agents, queues, terms } = useNames();
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
