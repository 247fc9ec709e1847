import { Alert, Button, Center, Stack, Text } from "@mantine/core";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Unreachable } from "../api/problem";
import { wordsOf } from "../ui/tell";

/** The frame itself broke, or could not be fetched: say so, and let people go on. */
export function RouteFailure(props: ErrorComponentProps) {
  return (
    <main>
      <PageFailure {...props} />
    </main>
  );
}

/** The same of a page within the frame, which stays. */
export function PageFailure({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation("app");
  // After an update of the server the old pieces of the page are gone: a reload brings the new ones.
  const isOld = error instanceof TypeError && /module|import/i.test(error.message);
  const retry = () => {
    if (isOld) window.location.reload();
    else if (error instanceof Unreachable) void reloadWhenThere();
    else reset();
  };
  return (
    <Center mih="60vh" p="md">
      <Alert color="red" title={isOld ? t("failure.updated") : t("failure.title")} maw={520} role="alert">
        <Stack align="flex-start">
          <Text size="sm">{isOld ? t("failure.reload_why") : wordsOf(error)}</Text>
          <Button size="compact-md" onClick={retry}>
            {isOld ? t("failure.reload") : t("failure.retry")}
          </Button>
        </Stack>
      </Alert>
    </Center>
  );
}

/** Browsers keep in mind that a piece could not be fetched: only a reload asks again. Not before the server answers. */
async function reloadWhenThere(): Promise<void> {
  const answer = await fetch("/favicon.svg", { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer) window.location.reload();
}
