import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { beforeAll, expect, it } from "vitest";
import { $api, type Schema } from "../../api/client";
import { MeProvider, meOf } from "../../api/me";
import { startTexts } from "../../lib/i18n";
import type { Message } from "./story";
import { Transcript } from "./Transcript";

beforeAll(startTexts);

const message = { handle_id: "h", at: "2026-03-02T09:00:00Z", delivery: "sent" } as unknown as Message;

function show(permissions: string[]) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  const path = { params: { path: { handle_id: "h" } } };
  const key = $api.queryOptions("get", "/api/v1/handles/{handle_id}", path).queryKey;
  client.setQueryData(key, { value: "ada@example.com" } as never);
  const session = { agent: {}, id: "a", name: "Maya", organization_id: "o", permissions };
  const me = meOf(session as unknown as Schema<"accounts_schemas_SessionView">);
  if (!me) throw new Error("nobody is signed in");
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <MeProvider me={me}>
          <Suspense>
            <Transcript message={message}>
              <p>all of it again</p>
            </Transcript>
          </Suspense>
        </MeProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it("is one line that opens", async () => {
  show(["customer.read"]);
  const line = await screen.findByRole("button", { name: "Transcript sent to ada@example.com" });
  expect(screen.queryByText("all of it again")).toBeNull();
  expect(line.getAttribute("aria-expanded")).toBe("false");
  fireEvent.click(line);
  expect(screen.getByText("all of it again")).toBeTruthy();
  expect(line.getAttribute("aria-expanded")).toBe("true");
});
