import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startTexts } from "../../lib/i18n";
import { CalendarEditor } from "./CalendarEditor";
import type { Calendar } from "./week";

beforeAll(startTexts);

const stored: Calendar = {
  id: "1",
  version: 1,
  code: "office",
  name: "Office",
  timezone: "Europe/Berlin",
  weekly: { mon: [["09:00", "17:00"]] },
  holidays: null,
  exceptions: [],
  open: false,
  opens_at: null,
  closes_at: null,
  created_at: "2026-01-05T09:00:00Z",
  updated_at: "2026-01-05T09:00:00Z",
};

/** What the server was asked to change: the version that it is based on, and the change. */
const sent: { match: string | null; body: unknown }[] = [];
let answer: () => Response;

async function server(request: Request): Promise<Response> {
  if (request.method !== "PATCH") return Response.json(request.url.includes("preview") ? { days: [] } : []);
  sent.push({ match: request.headers.get("If-Match"), body: await request.json() });
  return answer();
}

describe("hours that two change at once", () => {
  const client = new QueryClient();
  const editor = (calendar: Calendar) => (
    <QueryClientProvider client={client}>
      <MantineProvider env="test">
        <Suspense>
          <CalendarEditor calendar={calendar} done={() => undefined} />
        </Suspense>
      </MantineProvider>
    </QueryClientProvider>
  );
  let rerender: ReturnType<typeof render>["rerender"];
  const name = () => screen.findByRole<HTMLInputElement>("textbox", { name: "Name" });
  const save = () => screen.findByRole<HTMLButtonElement>("button", { name: "Save" });

  beforeEach(async () => {
    sent.length = 0;
    vi.stubGlobal("fetch", server);
    ({ rerender } = render(editor(stored)));
    fireEvent.change(await name(), { target: { value: "Mine " } });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("sends only what was changed here, on the version that was seen", async () => {
    rerender(editor({ ...stored, version: 2, timezone: "Europe/Lisbon" }));
    expect((await name()).value).toBe("Mine ");
    const saved = { ...stored, version: 3, name: "Mine", timezone: "Europe/Lisbon" };
    answer = () => Response.json(saved);
    fireEvent.click(await save());
    await waitFor(() => expect(sent).toEqual([{ match: '"2"', body: { name: "Mine " } }]));
    await waitFor(async () => expect((await name()).value).toBe("Mine"));
    rerender(editor(saved));
    expect(screen.queryByRole("alert")).toBeNull();
    expect((await save()).disabled).toBe(true);
  });
  it("asks whose shall hold where both changed the same", async () => {
    rerender(editor({ ...stored, version: 2, name: "Theirs" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Theirs");
    expect((await save()).disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Keep what I typed" }));
    answer = () => Response.json({ ...stored, version: 3, name: "Mine" });
    fireEvent.click(await save());
    await waitFor(() => expect(sent).toEqual([{ match: '"2"', body: { name: "Mine " } }]));
  });
});
