import { Button, Group, Popover, Select } from "@mantine/core";
import { IconBookmarkPlus, IconFilter } from "@tabler/icons-react";
import { lazyRouteComponent } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../ui/states";
import { Chips } from "./Chips";
import { countOf, isKept, type Look, NOTHING, type Place, type SavedView, SORTS, type Sort } from "./filters";
import classes from "./Inbox.module.css";

// The list comes first; who reads it may want less of it.
const FORM_AFTER_MS = 1500;
const FilterForm = lazyRouteComponent(() => import("./FilterForm"), "FilterForm");

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
  useEffect(() => {
    const timer = setTimeout(() => void FilterForm.preload?.(), FORM_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
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
            <Suspense fallback={<Loading rows={6} />}>
              <FilterForm look={look} place={place} onChange={onChange} />
            </Suspense>
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
