import { Select, SimpleGrid } from "@mantine/core";
import i18next from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { $api } from "../../api/client";
import type { HoursDraft } from "./calendarDraft";

/** Whose public holidays are kept. */
export function Holidays({
  kept,
  onChange,
}: {
  kept: HoursDraft["holidays"];
  onChange: (kept: HoursDraft["holidays"]) => void;
}) {
  const { t } = useTranslation("hours");
  const countries = $api.useQuery("get", "/api/v1/calendars/countries", undefined, {
    staleTime: Number.POSITIVE_INFINITY,
  });
  const names = useMemo(() => new Intl.DisplayNames([i18next.resolvedLanguage ?? "en"], { type: "region" }), []);
  const data = (countries.data ?? [])
    .map((each) => ({ value: each.code, label: names.of(each.code) ?? each.code }))
    .sort((one, other) => one.label.localeCompare(other.label));
  const parts = countries.data?.find((each) => each.code === kept?.country)?.subdivisions ?? [];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t("field.holidays")}
        description={t("field.holidays_hint")}
        placeholder={t("no_holidays")}
        data={data}
        value={kept?.country ?? null}
        searchable
        clearable
        onChange={(country) => onChange(country ? { country } : null)}
      />
      {parts.length > 0 && kept && (
        <Select
          label={t("field.subdivision")}
          description={t("field.subdivision_hint")}
          placeholder={t("whole_country")}
          data={parts}
          value={kept.subdivision ?? null}
          searchable
          clearable
          onChange={(subdivision) => onChange({ country: kept.country, subdivision })}
        />
      )}
    </SimpleGrid>
  );
}
