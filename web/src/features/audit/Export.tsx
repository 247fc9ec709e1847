import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type Schema } from "../../api/client";
import { formatNumber } from "../../lib/format";
import { tellDone, tellFailure } from "../../ui/tell";
import type { Query } from "./asked";
import { csvOf } from "./diff";

const MOST_ROWS = 5000;

/** What was found as a file, page by page. */
export function Export({ query }: { query: Query }) {
  const { t } = useTranslation("audit");
  const [count, setCount] = useState<number | null>(null);
  const run = async () => {
    const all: Schema<"AuditRecord">[] = [];
    let after: string | null = null;
    try {
      do {
        setCount(all.length);
        const more: { after?: string } = after ? { after } : {};
        const { data } = await api.GET("/api/v1/audit", { params: { query: { ...query, limit: 200, ...more } } });
        all.push(...(data?.items ?? []));
        after = data?.next ?? null;
      } while (after && all.length < MOST_ROWS);
      save(csvOf(all));
      tellDone(t(after ? "exported_part" : "exported", { count: all.length, number: formatNumber(all.length) }));
    } catch (error) {
      tellFailure(error);
    }
    setCount(null);
  };
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={count !== null}
      onClick={() => void run()}
    >
      {t("export")}
    </Button>
  );
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "audit.csv";
  link.click();
  URL.revokeObjectURL(url);
}
