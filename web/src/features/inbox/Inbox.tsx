import { Link } from "@tanstack/react-router";
import { $api } from "../../api/client";
import { Loaded } from "../../ui/states";

interface Props {
  view: string;
  interactionId: string | null;
}

/** What there is to do. */
export function Inbox({ view }: Props) {
  const work = $api.useQuery("get", "/api/v1/me/work", {}, { meta: { kinds: ["interaction"] } });
  return (
    <Loaded query={work}>
      {(items) => (
        <ul>
          {items.map((each) => (
            <li key={each.interaction_id}>
              <Link to="/desk/$view/$interactionId" params={{ view, interactionId: each.interaction_id }}>
                {each.subject ?? each.channel}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
