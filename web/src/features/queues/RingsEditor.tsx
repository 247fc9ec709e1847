import { ActionIcon, Button, Card, Group, MultiSelect, NumberInput, Stack, Switch } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../api/client";
import { faultsOfRings } from "./story";

type Ring = Schema<"RingStep">;
const MOST = 8;

interface Props {
  rings: Ring[];
  onChange: (rings: Ring[]) => void;
  teams: { value: string; label: string }[];
}

/** The steps by which a queue asks for less, or asks more people, as time passes. */
export function RingsEditor({ rings, onChange, teams }: Props) {
  const { t } = useTranslation("queues");
  const faults = faultsOfRings(rings);
  const set = (place: number, change: Partial<Ring>) =>
    onChange(rings.map((each, other) => (other === place ? { ...each, ...change } : each)));
  return (
    <Stack gap="sm">
      {rings.map((ring, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place.
        <Card key={place} withBorder padding="sm" role="group" aria-label={t("ring.group", { number: place + 1 })}>
          <Group align="start" gap="sm">
            <NumberInput
              label={t("ring.after")}
              min={1}
              w={150}
              value={ring.after_seconds}
              error={faults.get(place) === "order" ? t("ring.order") : undefined}
              onChange={(value) => set(place, { after_seconds: Number(value) || 1 })}
            />
            <NumberInput
              label={t("ring.lower")}
              min={0}
              max={4}
              w={150}
              value={ring.lower ?? 0}
              error={faults.get(place) === "nothing" ? t("ring.nothing") : undefined}
              onChange={(value) => set(place, { lower: Number(value) || 0 })}
            />
            <MultiSelect
              label={t("ring.teams")}
              data={teams}
              value={ring.team_ids ?? []}
              onChange={(team_ids) => set(place, { team_ids })}
              style={{ flex: "1 1 12rem" }}
            />
            <Switch
              mt={30}
              label={t("ring.any_skill")}
              checked={ring.any_skill ?? false}
              onChange={(event) => set(place, { any_skill: event.currentTarget.checked })}
            />
            <ActionIcon
              mt={26}
              aria-label={t("ring.remove", { number: place + 1 })}
              onClick={() => onChange(rings.filter((_, other) => other !== place))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        </Card>
      ))}
      {rings.length < MOST && (
        <Button
          variant="light"
          w="fit-content"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rings, { after_seconds: (rings.at(-1)?.after_seconds ?? 0) + 60, lower: 1 }])}
        >
          {t("ring.add")}
        </Button>
      )}
    </Stack>
  );
}
