import { Alert, Button, Center, Stack, Text } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../ui/tell";

/** A page broke, or could not be fetched: say so, and let people go on. */
export function RouteFailure({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("app");
  // After an update of the server the old pieces of the page are gone: a reload brings the new ones.
  const isOld = error instanceof TypeError && /module|import/i.test(error.message);
  return (
    <Center component="main" mih="60vh" p="md">
      <Alert color="red" title={isOld ? t("failure.updated") : t("failure.title")} maw={520} role="alert">
        <Stack align="flex-start">
          <Text size="sm">{isOld ? t("failure.reload_why") : wordsOf(error)}</Text>
          <Button size="compact-md" onClick={() => (isOld ? window.location.reload() : reset())}>
            {isOld ? t("failure.reload") : t("failure.retry")}
          </Button>
        </Stack>
      </Alert>
    </Center>
  );
}
