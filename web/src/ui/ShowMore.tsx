import { Button, Center } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Reads a list on, where there is more. */
export function ShowMore({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  const { t } = useTranslation("admin");
  if (!query.hasNextPage) return null;
  return (
    <Center mt="md">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t("show_more")}
      </Button>
    </Center>
  );
}
