import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { NextSteps } from "./NextSteps";

/** It is saved, and what is left to do elsewhere. */
export function SetUpDone({ account, type }: ComponentProps<typeof NextSteps>) {
  const { t } = useTranslation("channels");
  return (
    <Stack>
      <Alert color="green" variant="light" icon={<IconCircleCheck />} title={t("new.saved", { name: account.name })}>
        {t("new.saved_hint")}
      </Alert>
      <NextSteps account={account} type={type} />
      <Group>
        <Button component={Link} to={`/admin/channels/${account.id}`}>
          {t("new.open")}
        </Button>
        <Button component={Link} to="/admin/channels" variant="default">
          {t("new.all")}
        </Button>
      </Group>
    </Stack>
  );
}
