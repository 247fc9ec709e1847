import { Fieldset, NumberInput, Select, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { numberOf, type QueueDraft } from "./story";

interface Props {
  draft: QueueDraft;
  set: (change: Partial<QueueDraft>) => void;
  calendars: readonly { id: string; name: string }[];
}

/** When a queue is open and how fast it answers, and how its work is offered. */
export function WhenAndHow({ draft, set, calendars }: Props) {
  const { t } = useTranslation("queues");
  return (
    <>
      <Fieldset legend={t("section.when")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
          <Select
            label={t("field.calendar")}
            placeholder={t("always")}
            clearable
            data={calendars.map((each) => ({ value: each.id, label: each.name }))}
            value={draft.calendar_id ?? null}
            onChange={(calendar_id) => set({ calendar_id })}
          />
          <NumberInput
            label={t("field.priority")}
            description={t("field.priority_hint")}
            value={draft.priority ?? 0}
            min={-1000}
            max={1000}
            onChange={(value) => set({ priority: numberOf(value) ?? 0 })}
          />
          <NumberInput
            label={t("field.service_level")}
            value={Math.round((draft.service_level ?? 0) * 1000) / 10}
            min={0}
            max={100}
            suffix=" %"
            onChange={(value) => set({ service_level: (numberOf(value) ?? 0) / 100 })}
          />
          <NumberInput
            label={t("field.service_seconds")}
            value={draft.service_seconds ?? 120}
            min={1}
            onChange={(value) => set({ service_seconds: numberOf(value) ?? 1 })}
          />
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={t("section.offer")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ alignItems: "start" }}>
          <NumberInput
            label={t("field.offer_seconds")}
            value={draft.offer_seconds ?? 30}
            min={1}
            max={3600}
            onChange={(value) => set({ offer_seconds: numberOf(value) ?? 1 })}
          />
          <NumberInput
            label={t("field.offer_to")}
            value={draft.offer_to ?? 1}
            min={1}
            max={20}
            onChange={(value) => set({ offer_to: numberOf(value) ?? 1 })}
          />
          <NumberInput
            label={t("field.sticky_seconds")}
            description={t("field.sticky_hint")}
            value={draft.sticky_seconds ?? ""}
            min={0}
            onChange={(value) => set({ sticky_seconds: numberOf(value) })}
          />
          <NumberInput
            label={t("field.wrap_up_seconds")}
            description={t("field.wrap_up_hint")}
            value={draft.wrap_up_seconds ?? ""}
            min={1}
            onChange={(value) => set({ wrap_up_seconds: numberOf(value) })}
          />
        </SimpleGrid>
      </Fieldset>
    </>
  );
}
