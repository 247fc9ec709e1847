import { Button, Group, Select, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useQueues } from "../../ui/names";
import { Failure } from "../../ui/states";
import type { SettingUp } from "./useSetUp";

/** Where its work goes. With that it is saved. */
export function SetUpQueue({ setUp }: { setUp: SettingUp }) {
  const { t } = useTranslation("channels");
  const queues = useQueues();
  const { create, draft, edit, save } = setUp;
  return (
    <Stack>
      <Select
        label={t("field.queue")}
        description={t("field.queue_hint")}
        placeholder={t("field.no_queue")}
        clearable
        data={[...(queues.data?.values() ?? [])].map((each) => ({ value: each.id, label: each.name }))}
        value={draft.queueId}
        onChange={(queueId) => edit({ queueId })}
        maw={420}
      />
      {create.error ? <Failure error={create.error} /> : null}
      <Group>
        <Button loading={create.isPending} onClick={save}>
          {t("new.save")}
        </Button>
      </Group>
    </Stack>
  );
}
