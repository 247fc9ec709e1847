import { Group, MultiSelect, NumberInput, SegmentedControl, Stack, Switch, TextInput } from "@mantine/core";
import { type Look, type Place, type Risk, STATUSES } from "./filters";
import { useFilterNames } from "./useFilterNames";

const KNOWN_CHANNELS = ["email", "webchat", "voice", "sms", "whatsapp", "messenger", "telegram"];

interface Props {
  look: Look;
  place: Place;
  onChange: (change: Partial<Look>) => void;
}

/** All that can narrow the list. */
export function FilterForm({ look, place, onChange }: Props) {
  const { t, channelName, statusName, agents, queues, terms } = useFilterNames();
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
