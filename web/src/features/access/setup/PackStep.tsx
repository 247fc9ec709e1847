import { Badge, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { $api, type Schema, useWrite } from "../../../api/client";
import { words } from "../../../ui/ChannelIcon";
import { Loaded } from "../../../ui/states";
import { Refusal } from "../Refusal";

// What every pack includes is no choice of its own.
const INCLUDED = "common";

/** The words of the industry: what customers ask about, and what is written down. */
export function PackStep({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("access");
  const packs = $api.useQuery("get", "/api/v1/packs");
  const install = useWrite("post", "/api/v1/packs/{name}/install", { meta: { quiet: true } });
  const [chosen, setChosen] = useState<string[]>([]);
  const go = async () => {
    try {
      for (const name of chosen) await install.mutateAsync({ params: { path: { name } } });
    } catch {
      // The refusal is shown above the buttons, and what was installed stays.
      return;
    }
    onDone();
  };
  return (
    <Stack>
      <Text size="sm">{t("setup.pack_why")}</Text>
      <Loaded query={packs}>
        {(found) => (
          <Checkbox.Group value={chosen} onChange={setChosen} label={t("setup.pack_label")}>
            <Stack mt="xs">
              {found
                .filter(({ name }) => name !== INCLUDED)
                .map((pack) => (
                  <PackCard key={pack.name} pack={pack} />
                ))}
            </Stack>
          </Checkbox.Group>
        )}
      </Loaded>
      <Refusal error={install.error} />
      <Group justify="flex-end">
        {chosen.length === 0 ? (
          <Button variant="default" onClick={onDone}>
            {t("setup.pack_none")}
          </Button>
        ) : (
          <Button onClick={() => void go()} loading={install.isPending}>
            {t("setup.pack_install")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function PackCard({ pack }: { pack: Schema<"PackView"> }) {
  const { t } = useTranslation("access");
  return (
    <Checkbox.Card value={pack.name} p="md" aria-labelledby={`pack-${pack.name}`}>
      <Group wrap="nowrap" align="start">
        <Checkbox.Indicator />
        <div>
          <Text fw={600} id={`pack-${pack.name}`}>
            {pack.label}
          </Text>
          <Text size="sm" c="dimmed" mb="xs">
            {t("setup.pack_brings", { terms: pack.terms, categories: pack.categories.length })}
          </Text>
          <Group gap={6}>
            {pack.categories.slice(0, 10).map((code) => (
              <Badge key={code} variant="default" tt="none" fw={500}>
                {words(code)}
              </Badge>
            ))}
            {pack.categories.length > 10 && (
              <Text size="xs" c="dimmed">
                +{pack.categories.length - 10}
              </Text>
            )}
          </Group>
        </div>
      </Group>
    </Checkbox.Card>
  );
}
