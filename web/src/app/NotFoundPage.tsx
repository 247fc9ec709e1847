import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

export function NotFoundPage() {
  const { t } = useTranslation("app");
  return (
    <Center component="main" mih="60vh" p="md">
      <Stack align="center" ta="center">
        <Title order={1} size="h2">
          {t("not_found.title")}
        </Title>
        <Text c="dimmed">{t("not_found.body")}</Text>
        <Button component="a" href="/" variant="light">
          {t("not_found.home")}
        </Button>
      </Stack>
    </Center>
  );
}
