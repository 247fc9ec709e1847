import { ActionIcon, Group, Select, Stack } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

interface Props {
  needed: Record<string, number>;
  onChange: (needed: Record<string, number>) => void;
  skills: { value: string; label: string }[];
}

const LEVELS = ["1", "2", "3", "4", "5"];

/** Which skills work of a queue needs, each with its least level. */
export function SkillsNeeded({ needed, onChange, skills }: Props) {
  const { t } = useTranslation("queues");
  const named = (code: string) => skills.find((each) => each.value === code)?.label ?? code;
  const without = (code: string) => Object.fromEntries(Object.entries(needed).filter(([each]) => each !== code));
  return (
    <Stack gap="xs">
      {Object.entries(needed).map(([code, level]) => (
        <Group key={code} gap="xs" align="end" wrap="nowrap">
          <Select
            label={t("skill.level", { skill: named(code) })}
            data={LEVELS}
            value={String(level)}
            allowDeselect={false}
            w={220}
            onChange={(value) => onChange({ ...needed, [code]: Number(value) })}
          />
          <ActionIcon
            mb={4}
            aria-label={t("skill.remove", { skill: named(code) })}
            onClick={() => onChange(without(code))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Select
        label={t("skill.add")}
        placeholder={t("skill.choose")}
        data={skills.filter((each) => !(each.value in needed))}
        value={null}
        w={220}
        searchable
        onChange={(code) => code && onChange({ ...needed, [code]: 3 })}
      />
    </Stack>
  );
}
