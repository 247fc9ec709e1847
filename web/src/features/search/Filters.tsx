import { Button, Checkbox, Collapse, Group, Stack, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "../../lib/format";
import { type Asked, type ListFilter, PLACES, toggled } from "./asked";
import type { Facets } from "./results";
import classes from "./Search.module.css";
import { useValueNames } from "./values";

interface Props {
  asked: Asked;
  change: (next: Asked) => void;
  facets: Facets | null;
}

const COUNTED: [ListFilter, keyof Facets][] = [
  ["channel", "channel"],
  ["status", "status"],
  ["queue_id", "queue"],
  ["owner_id", "owner"],
  ["category", "category"],
  ["direction", "direction"],
];
const SHOWN = 8;

/** By what can be filtered, with counts of what was found. On a phone they fold away. */
export function Filters(props: Props) {
  const { t } = useTranslation("search");
  const narrow = useMediaQuery("(max-width: 62em)");
  const [open, setOpen] = useState(false);
  return (
    <aside className={classes.filters} aria-label={t("filters")}>
      {narrow && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconAdjustmentsHorizontal size={15} aria-hidden />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t("filters")}
        </Button>
      )}
      <Collapse expanded={!narrow || open}>
        <Stack gap="md" pt={narrow ? "sm" : 0}>
          <Group grow gap="xs">
            <Day name="from" {...props} />
            <Day name="to" {...props} />
          </Group>
          <Choices filter="in" values={PLACES.map((value) => [value, null])} {...props} />
          <Checkbox
            size="sm"
            label={t("filter.has_file")}
            checked={props.asked.has_file}
            onChange={(event) => props.change({ ...props.asked, has_file: event.currentTarget.checked })}
          />
          {COUNTED.map(([filter, facet]) => (
            <Choices key={filter} filter={filter} values={counted(props, filter, facet)} {...props} />
          ))}
        </Stack>
      </Collapse>
    </aside>
  );
}

/** What was found by this, and what is filtered by already, found or not. */
function counted({ asked, facets }: Props, filter: ListFilter, facet: keyof Facets): [string, number | null][] {
  const values = facets?.[facet];
  const found: [string, number | null][] = Array.isArray(values)
    ? values.flatMap(({ value, count }): [string, number][] => (value ? [[value, count]] : []))
    : [];
  const rest = asked[filter].filter((value) => !found.some(([each]) => each === value));
  return [...found.slice(0, SHOWN), ...rest.map((value): [string, null] => [value, null])];
}

function Choices({
  filter,
  values,
  asked,
  change,
}: Props & { filter: ListFilter; values: (readonly [string, number | null])[] }) {
  const { t } = useTranslation("search");
  const name = useValueNames();
  if (values.length === 0) return null;
  return (
    <Checkbox.Group label={t(`filter.${filter}`)} value={asked[filter]} labelProps={{ className: classes.heading }}>
      <Stack gap={10} mt={8}>
        {values.map(([value, count]) => (
          <Checkbox
            key={value}
            size="xs"
            value={value}
            label={count === null ? name(filter, value) : `${name(filter, value)} (${formatNumber(count)})`}
            onChange={() => change(toggled(asked, filter, value))}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Day({ name, asked, change }: Props & { name: "from" | "to" }) {
  const { t } = useTranslation("search");
  return (
    <TextInput
      type="date"
      size="xs"
      label={t(`filter.${name}`)}
      value={asked[name]}
      onChange={(event) => change({ ...asked, [name]: event.currentTarget.value })}
    />
  );
}
