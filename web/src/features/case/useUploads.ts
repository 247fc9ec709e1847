import { useCallback, useState } from "react";
import { csrfToken } from "../../api/session";

export interface Stored {
  name: string;
  content_type: string;
  sha256: string;
  size: number;
}

export interface Upload {
  id: number;
  name: string;
  /** Of one. */
  done: number;
  /** Why it failed. */
  failure: string | null;
}

export const MOST_FILES = 20;
let number = 0;

/** Sends a file's bytes, telling how far it is; the server names it by what is in it. */
function send(file: File, progress: (done: number) => void): Promise<{ sha256: string; size: number }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/v1/files");
    request.setRequestHeader("X-CSRF-Token", csrfToken());
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => progress(total ? loaded / total : 0);
    request.onerror = () => reject(new Error(""));
    request.onload = () => {
      const answer = request.response as { sha256?: string; size?: number; detail?: string } | null;
      if (answer?.sha256) resolve({ sha256: answer.sha256, size: answer.size ?? file.size });
      else reject(new Error(answer?.detail ?? ""));
    };
    request.send(file);
  });
}

/** Files on their way to the server; `onStored` gets each that is there. */
export function useUploads(onStored: (file: Stored) => void) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const change = useCallback(
    (id: number, fields: Partial<Upload>) =>
      setUploads((all) => all.map((each) => (each.id === id ? { ...each, ...fields } : each))),
    [],
  );
  const drop = useCallback((id: number) => setUploads((all) => all.filter((each) => each.id !== id)), []);
  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const id = ++number;
        setUploads((all) => [...all, { id, name: file.name, done: 0, failure: null }]);
        send(file, (done) => change(id, { done })).then(
          ({ sha256, size }) => {
            drop(id);
            onStored({
              name: file.name.slice(0, 255) || "file",
              content_type: file.type || "application/octet-stream",
              sha256,
              size,
            });
          },
          (error: Error) => change(id, { failure: error.message }),
        );
      }
    },
    [change, drop, onStored],
  );
  return { uploads, add, drop };
}
