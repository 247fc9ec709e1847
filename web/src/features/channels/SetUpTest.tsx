import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failure } from "../../ui/states";
import { CheckSteps } from "./CheckSteps";
import type { SettingUp } from "./useSetUp";

/** How the settings fare when they are tried. */
export function SetUpTest({ setUp }: { setUp: SettingUp }) {
  const { t } = useTranslation("channels");
  const { setStep, test, tryAgain, words } = setUp;
  return (
    <Card withBorder>
      <Stack>
        <Text fw={600} component="h2" fz="md" m={0}>
          {t("test.title", { name: words.name })}
        </Text>
        {test.error ? <Failure error={test.error} /> : null}
        <CheckSteps steps={test.data?.steps ?? []} running={test.isPending} />
        {test.data && (
          <Text fw={600} c={test.data.passed ? "var(--desk-good)" : "var(--desk-late)"} role="status">
            {t(test.data.passed ? "test.passed" : "test.failed")}
          </Text>
        )}
        <Group>
          {test.data?.passed && <Button onClick={() => setStep(2)}>{t("new.go_on")}</Button>}
          <Button
            variant={test.data?.passed ? "default" : "filled"}
            onClick={() => setStep(0)}
            disabled={test.isPending}
          >
            {t("new.mend")}
          </Button>
          <Button variant="default" onClick={tryAgain} disabled={test.isPending}>
            {t("test.again")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}
