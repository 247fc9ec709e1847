import { Fieldset, MultiSelect, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../api/problem";
import type { Edited } from "../../lib/edited";
import { languageChoices, timeZones } from "../../lib/regions";
import { MEDIA, useSkillList } from "./data";
import classes from "./People.module.css";
import type { PersonEdit } from "./PersonPage";
import { RolePicker, TeamPicker } from "./pickers";

/** All that can be changed of somebody. */
export function PersonFields({
  edited,
  problem,
  locked,
}: {
  edited: Edited<PersonEdit>;
  problem: Problem | null;
  locked: boolean;
}) {
  const { t } = useTranslation("people");
  const { fields, set } = edited;
  return (
    <div className={classes.cards}>
      <Fieldset legend={t("part.person")} className={classes.card}>
        <Stack>
          <TextInput
            label={t("name")}
            required
            maxLength={200}
            value={fields.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={problem?.of("name")}
          />
          <TextInput
            label={t("email")}
            description={t("email_hint")}
            type="email"
            required
            value={fields.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
            error={problem?.of("email") ?? (problem?.code === "address_taken" ? problem.message : undefined)}
          />
          <Select
            label={t("locale")}
            searchable
            allowDeselect={false}
            disabled={locked}
            data={languageChoices([fields.locale])}
            value={fields.locale}
            onChange={(locale) => locale && set({ locale })}
            error={problem?.of("locale")}
          />
          <Select
            label={t("time_zone")}
            searchable
            allowDeselect={false}
            disabled={locked}
            data={timeZones(fields.time_zone)}
            value={fields.time_zone}
            onChange={(time_zone) => time_zone && set({ time_zone })}
            error={problem?.of("time_zone")}
          />
          <MultiSelect
            label={t("languages")}
            description={t("languages_hint")}
            searchable
            disabled={locked}
            data={languageChoices(fields.languages)}
            value={fields.languages}
            onChange={(languages) => set({ languages })}
          />
        </Stack>
      </Fieldset>
      <Stack>
        <Fieldset legend={t("part.rights")} className={classes.card}>
          <Stack>
            <RolePicker value={fields.role_ids} onChange={(role_ids) => set({ role_ids })} disabled={locked} />
            <TeamPicker value={fields.team_ids} onChange={(team_ids) => set({ team_ids })} disabled={locked} />
          </Stack>
        </Fieldset>
        <Fieldset legend={t("part.capacity")} className={classes.card}>
          <Text size="sm" c="dimmed" mb="sm">
            {t("capacity_hint")}
          </Text>
          <SimpleGrid cols={2}>
            {MEDIA.map((medium) => (
              <NumberInput
                key={medium}
                label={t(`medium.${medium}`)}
                min={0}
                max={100}
                allowDecimal={false}
                clampBehavior="strict"
                disabled={locked}
                value={fields.capacity[medium] ?? 0}
                onChange={(units) => set({ capacity: withUnits(fields.capacity, medium, Number(units) || 0) })}
              />
            ))}
          </SimpleGrid>
        </Fieldset>
        <Skills edited={edited} locked={locked} />
      </Stack>
    </div>
  );
}

/** A medium without units is left out: so the server keeps it. */
function withUnits(capacity: Record<string, number>, medium: string, units: number): Record<string, number> {
  const { [medium]: _, ...rest } = capacity;
  return units > 0 ? { ...rest, [medium]: units } : rest;
}

function Skills({ edited, locked }: { edited: Edited<PersonEdit>; locked: boolean }) {
  const { t } = useTranslation("people");
  const skills = useSkillList();
  const { fields, set } = edited;
  if (!skills.data?.items.length) return null;
  const give = (id: string, level: string | null) => {
    const { [id]: _, ...rest } = fields.skills;
    set({ skills: Number(level) > 0 ? { ...rest, [id]: Number(level) } : rest });
  };
  return (
    <Fieldset legend={t("part.skills")} className={classes.card}>
      <Text size="sm" c="dimmed" mb="sm">
        {t("skills_hint")}
      </Text>
      <SimpleGrid cols={2}>
        {skills.data.items.map((skill) => (
          <Select
            key={skill.id}
            label={skill.name}
            allowDeselect={false}
            disabled={locked}
            data={[0, 1, 2, 3, 4, 5].map((level) => ({ value: String(level), label: t(`level.${level}`) }))}
            value={String(fields.skills[skill.id] ?? 0)}
            onChange={(level) => give(skill.id, level)}
          />
        ))}
      </SimpleGrid>
    </Fieldset>
  );
}
